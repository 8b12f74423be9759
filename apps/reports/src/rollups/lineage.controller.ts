import { dateOf } from '#calendar';
import { ApiId, Authorizer, decodeCursor, encodeCursor, IdParam, Principal, Route } from '#http';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { LineageDto, LineageQueryDto, type LineageFactDto } from './lineage.dto.js';
import { valueOf, type LineageItem, type LineagePosition, type LineageQuery } from './lineage.rules.js';
import { Lineage } from './lineage.service.js';
import { Catalogue } from '../catalogue/catalogue.js';
import { Suppression } from '../suppression/suppression.js';
import { calendarOf, measureOf, periodOf } from './query.rules.js';
import { freshnessDto, periodDto } from './rollup.answer.js';
import { FIGURE_PROBLEMS } from './rollups.texts.js';

/** The ward Vĩnh Niệm of the demo data. */
const DEMO_WARD = '20628915-0922-5e62-a448-e7856b5efa26';

function factDto(query: LineageQuery, { _id, v, src, p, t, tr }: LineageItem, shown: boolean): LineageFactDto {
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
  ) {}

  @Get()
  @ApiId(DEMO_WARD, 'unitId', 'Unit whose figure to explain.')
  @Route({
    summary: 'List the facts behind a figure',
    description:
      'The contributions that one measure of a unit over a period is the sum of, by date and fact; of a level, those that ' +
      'count on its day, by unit. Their values over all pages add up to `figure`; of a ratio numerators and denominators ' +
      'do, each for itself; where people are counted once, nothing does (`addsUp`). `figure` is read in the same ' +
      'snapshot as its page: should it differ on a later page, facts came in between.',
    access: 'unit',
    answer: { type: LineageDto, description: 'One page of facts.' },
    problems: [...FIGURE_PROBLEMS, 'invalid-cursor', 'count-suppressed', 'distinct-too-large', 'kind-without-meetings'],
  })
  async read(
    @IdParam('unitId') unitId: string,
    @Query() query: LineageQueryDto,
    @Principal() { sub }: Principal,
  ): Promise<LineageDto> {
    await this.authorizer.require(sub, 'figures:read', unitId);
    const calendar = calendarOf(query.calendar);
    const asked = {
      unitId,
      period: periodOf(query.period, calendar),
      measure: measureOf(query.measure, await this.catalogue.all()),
      kind: query.kind,
      rounding: query.rounding,
    };
    const after = positionOf(query.cursor);
    const viewer = await this.suppression.viewer(sub, [asked.measure]);
    const page = await this.lineage.read({ ...asked, calendar, limit: query.limit, after, viewer });
    return {
      unit: page.unit,
      period: periodDto(asked.period, calendar),
      tree: { lens: 'as-was', revision: page.treeRevision },
      ...(query.kind ? { kind: query.kind } : {}),
      figure: page.figure,
      addsUp: asked.measure.kind !== 'distinct',
      items: page.items.map((item) => factDto(asked, item, page.shows(item.p.u))),
      next: page.next && encodeCursor([page.next.day, page.next.unitId, page.next.factId, page.next.at]),
      freshness: freshnessDto(page.freshness),
    };
  }
}
