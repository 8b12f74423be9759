import { dateOf } from '#calendar';
import { refused } from '#contracts';
import { ApiId, decodeCursor, encodeCursor, IdParam, Principal, Route } from '#http';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Calendars } from '../calendars/calendars.js';
import { Catalogue } from '../catalogue/catalogue.js';
import type { Measure } from '../catalogue/measures.rules.js';
import { measuresOf, periodOf } from '../rollups/query.rules.js';
import { freshnessDto, periodDto } from '../rollups/rollup.answer.js';
import { FIGURE_PROBLEMS } from '../rollups/rollups.texts.js';
import { groupOf } from '../suppression/suppression.js';
import { ActTotalsDto, ActTotalsQuery } from './act-totals.dto.js';
import { ActTotalsService, type LensTotals } from './act-totals.service.js';
import './acts.texts.js';

/** The act of the demo data that is checked and waits for approval. */
const DEMO_ACT = 'e988c876-08f3-5050-ab87-fac9562996be';

const DESCRIPTION = `The act is as it was last checked, laid over the tree as the figures have it now. \`before\` and \`after\` are
what a rollup of the unit says now, and what it will say once the act is applied if nothing else comes: in each lens, every
unit above something that moves.

What the act does to each figure afterwards is in \`changes\`. Numbers of people counted once, and what members are like,
cannot be told before (422 \`act-totals-of-people\`).`;

/** @throws Refusal 422 `act-totals-of-people` */
export function requireTold(measures: readonly Measure[]): readonly Measure[] {
  if (measures.some((measure) => measure.kind === 'distinct' || groupOf(measure)))
    throw refused('act-totals-of-people', 'measures');
  return measures;
}

const lensDto = ({ lens, on, before, after }: LensTotals) => ({
  lens,
  ...(on === undefined ? {} : { on: dateOf(on) }),
  before,
  after,
});

@ApiTags('Figures')
@Controller('v1/acts/:actId/totals')
export class ActTotalsController {
  constructor(
    private readonly totals: ActTotalsService,
    private readonly catalogue: Catalogue,
    private readonly calendars: Calendars,
  ) {}

  @Get()
  @ApiId(DEMO_ACT, 'actId', 'Act that was checked and is not applied.')
  @Route({
    summary: 'Read what an act would make of the totals of every unit above what it moves',
    description: DESCRIPTION,
    access: 'unit',
    answer: { type: ActTotalsDto, description: 'Totals before and after, by unit and lens.' },
    problems: [
      ...FIGURE_PROBLEMS.filter((code) => code !== 'no-such-unit'),
      'act-not-heard',
      'act-already-applied',
      'act-has-faults',
      'act-totals-of-people',
      'invalid-cursor',
    ],
  })
  async read(
    @IdParam('actId') actId: string,
    @Query() query: ActTotalsQuery,
    @Principal() { sub }: Principal,
  ): Promise<ActTotalsDto> {
    const calendar = await this.calendars.named(query.calendar);
    const period = periodOf(query.period, calendar);
    const measures = requireTold(measuresOf(query.measures, await this.catalogue.all()));
    const cursor = decodeCursor(query.cursor, 1);
    const after = cursor ? String(cursor[0]) : null;
    const found = await this.totals.read({ actId, period, measures, limit: query.limit, after, sub });
    const { act, treeRevision, units, items, next, freshness } = found;
    const { actId: id, decision, effective, check } = act;
    return {
      act: { actId: id, decision, effective, check },
      period: periodDto(period, calendar),
      treeRevision,
      units,
      items: items.map(({ unit, lenses }) => ({ unit, lenses: lenses.map(lensDto) })),
      next: next === null ? null : encodeCursor([next]),
      freshness: freshnessDto(freshness),
    };
  }
}
