import { ApiId, Authorizer, decodeCursor, encodeCursor, IdParam, Principal, Route } from '#http';
import { Controller, Get, Query, Res, type StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { knownAtOf, KNOWN_PROBLEMS } from '../known/known-at.dto.js';
import { lensOf, treeDto } from '../lenses/lens.rules.js';
import { Calendars } from '../calendars/calendars.js';
import { MOST_ROWS } from '../exports/table.js';
import { contentOf, formatOf, requireTable, sendTable, Tabled } from '../exports/tables.js';
import { MissingDto, MissingQuery } from './missing.dto.js';
import { MissingBranches } from './missing.reader.js';
import type { MissingPosition } from './missing.rules.js';
import { missingTable } from './missing.table.js';
import { periodOf } from './query.rules.js';
import { daysDto, freshIn, periodDto } from './rollup.answer.js';
import { FIGURE_PROBLEMS } from './rollups.texts.js';
import { isWhole } from './spans.rules.js';

/** The ward Vĩnh Niệm of the demo data. */
const DEMO_WARD = '20628915-0922-5e62-a448-e7856b5efa26';

const positionOf = (cursor: string | undefined): MissingPosition | null => {
  const key = decodeCursor(cursor, 2);
  return key ? { code: String(key[0]), unitId: String(key[1]) } : null;
};

@ApiTags('Figures')
@Controller('v1/units/:unitId/missing')
export class MissingController {
  constructor(
    private readonly missing: MissingBranches,
    private readonly authorizer: Authorizer,
    private readonly calendars: Calendars,
  ) {}

  @Get()
  @Tabled(MissingDto)
  @ApiId(DEMO_WARD, 'unitId', 'Unit whose branches to look through.')
  @Route({
    summary: 'List the branches that miss a period',
    description:
      'Branches that live on some day of the period under the unit and neither held nor joined a regular meeting on such ' +
      'a day, by the count that `completeness` is, in order of their codes.',
    access: 'unit',
    answer: { content: contentOf(MissingDto, 'csv', 'xlsx'), description: 'One page, or all as a table.' },
    problems: [
      ...FIGURE_PROBLEMS.filter((code) => code !== 'measure-unknown'),
      ...KNOWN_PROBLEMS,
      'invalid-cursor',
      'table-too-large',
    ],
  })
  async read(
    @IdParam('unitId') unitId: string,
    @Query() query: MissingQuery,
    @Principal() { sub }: Principal,
    @Res({ passthrough: true }) response: Response,
  ): Promise<MissingDto | StreamableFile> {
    await this.authorizer.require(sub, 'figures:read', unitId);
    const calendar = await this.calendars.named(query.calendar);
    const period = periodOf(query.period, calendar);
    const format = formatOf(response, query.format, ['csv', 'xlsx']);
    const part = format === 'json' ? { limit: query.limit, after: positionOf(query.cursor) } : WHOLE;
    const page = await this.missing.read({
      unitId,
      period,
      lens: lensOf(query.tree),
      knownAt: knownAtOf(query.knownAt),
      ...part,
    });
    const answer: MissingDto = {
      unit: page.unit,
      period: periodDto(period, calendar),
      tree: treeDto(page.view),
      missing: page.missing,
      completeness: { ...page.completeness, asOf: page.completeness.asOf.toISOString() },
      items: page.items.map(({ unit, parents, spans }) => ({
        unit,
        parents,
        ...(isWhole(spans, period) ? {} : { during: spans.map(daysDto) }),
      })),
      next: page.next && encodeCursor([page.next.code, page.next.unitId]),
      ...freshIn(page.view, page.freshness),
    };
    if (format === 'json') return answer;
    requireTable(answer.missing);
    return sendTable(response, missingTable(answer), format);
  }
}

const WHOLE = { limit: MOST_ROWS, after: null };
