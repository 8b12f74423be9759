import { ApiId, Authorizer, decodeCursor, encodeCursor, IdParam, Principal, Route } from '#http';
import { Controller, Get, HttpStatus, Query, Res, type StreamableFile } from '@nestjs/common';
import { ApiHeader, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Calendars } from '../calendars/calendars.js';
import { Catalogue } from '../catalogue/catalogue.js';
import { MOST_ROWS } from '../exports/table.js';
import { contentOf, formatOf, sendTable, Tabled } from '../exports/tables.js';
import { knownAtOf, KNOWN_PROBLEMS } from '../known/known-at.dto.js';
import { lensOf } from '../lenses/lens.rules.js';
import { etagOf } from './etag.js';
import { freshnessHeader } from './freshness.rules.js';
import { breakdownOf, levelOf, measuresOf, periodOf } from './query.rules.js';
import { receiptOf, waitOf } from './receipts.js';
import { rollupTable } from './rollup.table.js';
import { rollupDto } from './rollup.answer.js';
import { RollupDto, RollupQuery } from './rollups.dto.js';
import { Suppression } from '../suppression/suppression.js';
import { Rollups } from './rollups.service.js';
import { FIGURE_PROBLEMS } from './rollups.texts.js';

/** The ward Vĩnh Niệm of the demo data. */
const DEMO_WARD = '20628915-0922-5e62-a448-e7856b5efa26';
/** Freshness of the figures, also on a 304. */
export const FRESHNESS_HEADER = 'lien-cap-freshness';
export const RECEIPT_STATUS_HEADER = 'lien-cap-receipt-status';

const DESCRIPTION = `Sums over the unit and all below it, of the facts dated in the period; each fact lies where its unit
lay **on its own date**, unless another \`tree\` is asked for. Ratios are the sum of numerators by the sum of denominators.

\`by=child\` gives each child its days under this unit and the unit itself a row of its own, so that the rows add up to the
unit also in the quarter of a move; \`by=level\` ends with a remainder for the same reason. \`by=day|week|month\` clips the
first and last step to the period.

A **stock** (members, open cases) is the level at the end of the period's last day, in steps of each step's; \`members.opening\`
is that of the day before the period. Of rows only those have one that lie there on that day. Over any period of any unit
closing = opening + comings − goings + \`members.moved-with-units\`, what came or went with units of the tree.

\`tree\` says in which tree: \`as-was\`, \`as-is\` (as today), \`as-of:<date>\`. In the last two nothing moves: what every unit
ever did lies where the unit lies that day, and the history of one that was merged, fused or divided by then with who took
its place. The centre has the same in all of them. A history shared by weights comes in whole numbers, a month at a time, so
that the parts add up to it, days to months; people and branches, which cannot be divided, go to the heaviest. By child a
predecessor is in its successor's row, and of the unit itself in its own. \`members.moved-with-units\` then tells only whom
acts moved to another branch.

\`attendance.distinct-members\` counts each person once and so adds neither over units nor over time. It is read from the
lists of all meetings in question: at most 2 years and 100,000 meetings at once, else 422 \`distinct-too-large\`.


Counts of women, minorities, religions and ages that are so small that they tell of people, and as many beside them that
nobody can work them out, have \`value: null\` and \`suppressed: true\` for whoever may not see the roll there.

As a table (\`format=csv\`, \`format=xlsx\`) every row is a row, the total the last; a table has no ETag.

The \`ETag\` is a hash of everything but freshness and receipt; freshness is in the header \`${FRESHNESS_HEADER}\` too,
so that a 304 tells it.`;

/** Whether If-None-Match names the tag; weakly compared, as RFC 9110 has it. */
const isKnown = (tag: string, known: string | undefined): boolean =>
  known !== undefined && known.split(',').some((each) => ['*', tag].includes(each.trim().replace(/^W\//, '')));

@ApiTags('Figures')
@Controller('v1/units/:unitId/rollup')
export class RollupsController {
  constructor(
    private readonly rollups: Rollups,
    private readonly authorizer: Authorizer,
    private readonly suppression: Suppression,
    private readonly catalogue: Catalogue,
    private readonly calendars: Calendars,
  ) {}

  @Get()
  @Tabled(RollupDto)
  @ApiHeader({ name: 'If-None-Match', required: false, description: 'ETag of an earlier answer.' })
  @ApiResponse({ status: 304, description: 'The figures are still those; freshness is in the header.' })
  @ApiId(DEMO_WARD, 'unitId', 'Unit whose figures to read.')
  @Route({
    summary: 'Read the figures of a unit and all below it over a period',
    description: DESCRIPTION,
    access: 'unit',
    answer: {
      content: contentOf(RollupDto, 'csv', 'xlsx'),
      description: 'The figures, how fresh and how complete they are.',
    },
    problems: [
      ...FIGURE_PROBLEMS,
      ...KNOWN_PROBLEMS,
      'level-missing',
      'distinct-too-large',
      'invalid-cursor',
      'receipt-malformed',
      'wait-malformed',
      'wait-too-long',
      'table-too-large',
    ],
  })
  async read(
    @IdParam('unitId') unitId: string,
    @Query() query: RollupQuery,
    @Principal() { sub }: Principal,
    @Res({ passthrough: true }) response: Response,
  ): Promise<RollupDto | StreamableFile> {
    await this.authorizer.require(sub, 'figures:read', unitId);
    const calendar = await this.calendars.named(query.calendar);
    const format = formatOf(response, query.format, ['csv', 'xlsx']);
    const cursor = format === 'json' ? decodeCursor(query.cursor, 1) : undefined;
    const asked = {
      unitId,
      calendar,
      period: periodOf(query.period, calendar),
      by: breakdownOf(query.by, calendar),
      level: levelOf(query.by, query.level),
      measures: measuresOf(query.measures, await this.catalogue.all()),
      rounding: query.rounding,
      lens: lensOf(query.tree),
      knownAt: knownAtOf(query.knownAt),
      // One row more than a table may have is enough to refuse it.
      limit: format === 'json' ? query.limit : MOST_ROWS + 1,
      after: cursor ? String(cursor[0]) : null,
      receipt: query.receipt === undefined ? undefined : receiptOf(query.receipt),
      wait: waitOf(query.wait),
      patient: format !== 'json',
    };
    const viewer = await this.suppression.viewer(sub, asked.measures);
    const { rollup, receipt } = await this.rollups.read({ ...asked, viewer });
    response.set(FRESHNESS_HEADER, freshnessHeader(rollup.freshness));
    if (receipt)
      response.set(RECEIPT_STATUS_HEADER, receipt.code ? `${receipt.status};code=${receipt.code}` : receipt.status);
    if (format !== 'json')
      return sendTable(response, rollupTable(rollupDto(rollup, receipt), asked.by, asked.measures), format);
    const next = typeof rollup.next === 'string' ? encodeCursor([rollup.next]) : rollup.next;
    const answer = rollupDto({ ...rollup, ...(next === undefined ? {} : { next }) }, receipt);
    const tag = etagOf(answer);
    response.set('ETag', tag);
    // Express would do it by itself, but not for the many clients that send Cache-Control: no-cache along.
    if (isKnown(tag, response.req.get('If-None-Match'))) response.status(HttpStatus.NOT_MODIFIED);
    response.set('Cache-Control', 'private, no-cache');
    return answer;
  }
}
