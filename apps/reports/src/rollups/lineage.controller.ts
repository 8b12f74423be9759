import { dateOf } from '#calendar';
import { ApiId, Authorizer, decodeCursor, encodeCursor, IdParam, Principal, Route } from '#http';
import { Controller, Get, Query, Res, type StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { MOST_ROWS } from '../exports/table.js';
import { contentOf, formatOf, sendTable, Tabled } from '../exports/tables.js';
import { lineageTable } from './lineage.table.js';
import { LineageDto, LineageQueryDto, type LineageFactDto } from './lineage.dto.js';
import { valueOf, type LineageItem, type LineagePosition, type LineageQuery } from './lineage.rules.js';
import { Lineage } from './lineage.service.js';
import { knownAtOf, KNOWN_PROBLEMS } from '../known/known-at.dto.js';
import { lensOf, treeDto } from '../lenses/lens.rules.js';
import { Calendars } from '../calendars/calendars.js';
import { Catalogue } from '../catalogue/catalogue.js';
import { Suppression } from '../suppression/suppression.js';
import { measureOf, periodOf } from './query.rules.js';
import { freshIn, periodDto } from './rollup.answer.js';
import { FIGURE_PROBLEMS } from './rollups.texts.js';

/** The ward Vĩnh Niệm of the demo data. */
const DEMO_WARD = '20628915-0922-5e62-a448-e7856b5efa26';

function factDto(query: LineageQuery, { _id, v, src, p, t, tr, shared }: LineageItem, shown: boolean): LineageFactDto {
  const { unitId, day, figure } = valueOf(query, p);
  const { value, numerator, denominator } = figure;
  return {
    factId: _id,
    source: src,
    version: v,
    unitId,
    date: dateOf(day),
    ...(shown
      ? {
          value,
          ...(numerator === undefined ? {} : { numerator }),
          ...(denominator === undefined ? {} : { denominator }),
        }
      : { value: null, suppressed: true }),
    ...(shared ? { shared } : {}),
    appliedAt: t.toISOString(),
    ...(tr ? { traceId: tr } : {}),
  };
}

const positionOf = (cursor: string | undefined): LineagePosition | null => {
  const key = decodeCursor(cursor, 4);
  return key ? { day: Number(key[0]), unitId: String(key[1]), factId: String(key[2]), at: Number(key[3]) } : null;
};

@ApiTags('Figures')
@Controller('v1/units/:unitId/lineage')
export class LineageController {
  constructor(
    private readonly lineage: Lineage,
    private readonly authorizer: Authorizer,
    private readonly suppression: Suppression,
    private readonly catalogue: Catalogue,
    private readonly calendars: Calendars,
  ) {}

  @Get()
  @Tabled(LineageDto)
  @ApiId(DEMO_WARD, 'unitId', 'Unit whose figure to explain.')
  @Route({
    summary: 'List the facts behind a figure',
    description:
      'The contributions that one measure of a unit over a period is the sum of, by date and fact; of a level, those that ' +
      'count on its day, by unit. Their values over all pages add up to `figure`; of a ratio numerators and denominators ' +
      'do, each for itself; where people are counted once, nothing does (`addsUp`). `figure` is read in the same ' +
      'snapshot as its page: should it differ on a later page, facts came in between. In a tree where a history is shared ' +
      'among several, its facts come with the part that falls here (`shared`).',
    access: 'unit',
    answer: { content: contentOf(LineageDto, 'csv'), description: 'One page of facts, or all as a table.' },
    problems: [
      ...FIGURE_PROBLEMS,
      ...KNOWN_PROBLEMS,
      'invalid-cursor',
      'count-suppressed',
      'distinct-too-large',
      'kind-without-meetings',
      'table-too-large',
    ],
  })
  async read(
    @IdParam('unitId') unitId: string,
    @Query() query: LineageQueryDto,
    @Principal() { sub }: Principal,
    @Res({ passthrough: true }) response: Response,
  ): Promise<LineageDto | StreamableFile> {
    await this.authorizer.require(sub, 'figures:read', unitId);
    const calendar = await this.calendars.named(query.calendar);
    const asked = {
      unitId,
      period: periodOf(query.period, calendar),
      measure: measureOf(query.measure, await this.catalogue.all()),
      kind: query.kind,
      rounding: query.rounding,
      lens: lensOf(query.tree),
      knownAt: knownAtOf(query.knownAt),
    };
    const format = formatOf(response, query.format, ['csv']);
    // All facts of a table are of one snapshot, so that they add up to its figure.
    const part = format === 'json' ? { limit: query.limit, after: positionOf(query.cursor) } : WHOLE;
    const viewer = await this.suppression.viewer(sub, [asked.measure]);
    const page = await this.lineage.read({ ...asked, calendar, ...part, viewer });
    const answer: LineageDto = {
      unit: page.unit,
      period: periodDto(asked.period, calendar),
      tree: treeDto(page.view),
      ...(query.kind ? { kind: query.kind } : {}),
      figure: page.figure,
      addsUp: asked.measure.kind !== 'distinct',
      items: page.items.map((item) => factDto(asked, item, page.shows(item.p.u))),
      next: page.next && encodeCursor([page.next.day, page.next.unitId, page.next.factId, page.next.at]),
      ...freshIn(page.view, page.freshness),
    };
    if (format === 'json') return answer;
    return sendTable(response, lineageTable(answer, asked.measure), format);
  }
}

const WHOLE = { limit: MOST_ROWS + 1, after: null };
