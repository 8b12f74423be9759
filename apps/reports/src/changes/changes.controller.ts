import { ApiId, Authorizer, decodeCursor, IdParam, invalidCursor, Principal, Route } from '#http';
import { Controller, Get, Query, Res, type StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Calendars } from '../calendars/calendars.js';
import { Catalogue } from '../catalogue/catalogue.js';
import { MOST_ROWS } from '../exports/table.js';
import { contentOf, formatOf, sendTable, Tabled } from '../exports/tables.js';
import { measuresOf, periodOf } from '../rollups/query.rules.js';
import { FIGURE_PROBLEMS } from '../rollups/rollups.texts.js';
import { Suppression } from '../suppression/suppression.js';
import type { ChangePosition } from './account.rules.js';
import { changesDto } from './changes.answer.js';
import { ChangesDto, ChangesQuery } from './changes.dto.js';
import { ChangesService } from './changes.service.js';
import { changesTable } from './changes.table.js';
import '../known/known.texts.js';
import './changes.texts.js';
import { requireAdding } from './window.rules.js';

/** The ward Vĩnh Niệm of the demo data. */
const DEMO_WARD = '20628915-0922-5e62-a448-e7856b5efa26';

const DESCRIPTION = `\`before\` and \`after\` are the figures as **known** at two instants: what had come into the figures by
then, in the tree known then. The rows between add up to the difference exactly: each version of a fact that came, at its
own instant and in the tree of that instant, and each change of the tree with what it brought or took. So the rows of a
window are those of its parts.

An instant is *settled* when nothing will become known at it any more, a few seconds after it passed: else 409
\`instant-not-settled\`, which names the newest. A settled answer stays as it is. Numbers of people counted once do not add up
(422 \`changes-of-distinct\`). What people are like is told to those who may see the roll (403 \`count-suppressed\`), since a
change tells of one person. At most 100,000 changes from \`from\` until now are looked through (422 \`changes-too-many\`).`;

/** Where a page goes on, and the end of the window that its first page had. */
function positionOf(cursor: string | undefined): { to?: Date; after: ChangePosition | null } {
  const key = decodeCursor(cursor, 4);
  if (!key) return { after: null };
  const [to, at, subject, measure] = key;
  if (typeof to !== 'number' || typeof at !== 'number' || Number.isNaN(new Date(to).getTime())) throw invalidCursor();
  return { to: new Date(to), after: { at, subject: String(subject), measure: String(measure) } };
}

@ApiTags('Figures')
@Controller('v1/units/:unitId/changes')
export class ChangesController {
  constructor(
    private readonly changes: ChangesService,
    private readonly authorizer: Authorizer,
    private readonly suppression: Suppression,
    private readonly catalogue: Catalogue,
    private readonly calendars: Calendars,
  ) {}

  @Get()
  @Tabled(ChangesDto)
  @ApiId(DEMO_WARD, 'unitId', 'Unit whose figures to compare.')
  @Route({
    summary: 'Tell what moved figures between two instants, and why',
    description: DESCRIPTION,
    access: 'unit',
    answer: {
      content: contentOf(ChangesDto, 'csv'),
      description: 'The figures at both instants, and one page of what lies between, or all of it as a table.',
    },
    problems: [
      ...FIGURE_PROBLEMS,
      'invalid-cursor',
      'instant-not-settled',
      'instants-reversed',
      'changes-of-distinct',
      'changes-too-many',
      'count-suppressed',
      'table-too-large',
    ],
  })
  async read(
    @IdParam('unitId') unitId: string,
    @Query() query: ChangesQuery,
    @Principal() { sub }: Principal,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ChangesDto | StreamableFile> {
    await this.authorizer.require(sub, 'figures:read', unitId);
    const calendar = await this.calendars.named(query.calendar);
    const period = periodOf(query.period, calendar);
    const measures = requireAdding(measuresOf(query.measures, await this.catalogue.all()));
    const format = formatOf(response, query.format, ['csv']);
    const { to, ...part } = format === 'json' ? { limit: query.limit, ...positionOf(query.cursor) } : WHOLE;
    const changes = await this.changes.read({
      unitId,
      period,
      measures,
      rounding: query.rounding,
      from: new Date(query.from),
      to: query.to === undefined ? to : new Date(query.to),
      ...part,
      viewer: await this.suppression.viewer(sub, measures),
    });
    const answer = changesDto(changes, period, calendar);
    return format === 'json' ? answer : sendTable(response, changesTable(answer), format);
  }
}

const WHOLE = { limit: MOST_ROWS + 1, to: undefined, after: null };
