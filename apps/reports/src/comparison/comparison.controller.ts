import { dateOf } from '#calendar';
import { ApiId, Authorizer, decodeCursor, encodeCursor, IdParam, invalidCursor, Principal, Route } from '#http';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Calendars } from '../calendars/calendars.js';
import { Catalogue } from '../catalogue/catalogue.js';
import { knownAtOf, KNOWN_PROBLEMS } from '../known/known-at.dto.js';
import { lensOf, treeDto } from '../lenses/lens.rules.js';
import { LENS_PROBLEMS } from '../lenses/lens.texts.js';
import { freshnessHeader } from '../rollups/freshness.rules.js';
import { measuresOf, periodOf } from '../rollups/query.rules.js';
import { freshnessDto, periodDto } from '../rollups/rollup.answer.js';
import { FRESHNESS_HEADER } from '../rollups/rollups.controller.js';
import { FIGURE_PROBLEMS } from '../rollups/rollups.texts.js';
import { Suppression } from '../suppression/suppression.js';
import { requireEarlier } from './compared.rules.js';
import { ComparisonDto, ComparisonQuery } from './comparison.dto.js';
import { ComparisonService, type ChangedUnit } from './comparison.service.js';
import './comparison.texts.js';
import type { UnitChangePosition } from './unit-changes.rules.js';

/** The ward Vĩnh Niệm of the demo data. */
const DEMO_WARD = '20628915-0922-5e62-a448-e7856b5efa26';

const DESCRIPTION = `Both figures are of one instant and one tree: with \`tree=as-was\` each period in the tree of its own days, with
\`as-is\` or \`as-of:…\` both in the same tree, so that what a reorganisation did to the unit is in neither. The units that became
something else between the first day of the earlier period and the last of the later are listed, with the act that did it.`;

const changedDto = ({ unit, day, kinds, parents, successors, act }: ChangedUnit) => ({
  unit,
  date: dateOf(day),
  kinds,
  ...(parents ? { parents } : {}),
  ...(successors ? { successors } : {}),
  ...(act ? { act: { actId: act.id, decision: act.decision, effective: act.effective } } : {}),
});

function positionOf(cursor: string | undefined): UnitChangePosition | null {
  const key = decodeCursor(cursor, 2);
  if (!key) return null;
  const [day, unitId] = key;
  if (typeof day !== 'number' || typeof unitId !== 'string') throw invalidCursor();
  return { day, unitId };
}

@ApiTags('Figures')
@Controller('v1/units/:unitId/comparison')
export class ComparisonController {
  constructor(
    private readonly comparison: ComparisonService,
    private readonly authorizer: Authorizer,
    private readonly suppression: Suppression,
    private readonly catalogue: Catalogue,
    private readonly calendars: Calendars,
  ) {}

  @Get()
  @ApiId(DEMO_WARD, 'unitId', 'Unit whose figures to compare.')
  @Route({
    summary: 'Compare the figures of a period with those of an earlier one',
    description: DESCRIPTION,
    access: 'unit',
    answer: {
      type: ComparisonDto,
      description: 'Both figures of each measure, the difference, and what became of units.',
    },
    problems: [
      ...FIGURE_PROBLEMS,
      ...LENS_PROBLEMS,
      ...KNOWN_PROBLEMS,
      'comparison-reversed',
      'distinct-too-large',
      'invalid-cursor',
    ],
  })
  async read(
    @IdParam('unitId') unitId: string,
    @Query() query: ComparisonQuery,
    @Principal() { sub }: Principal,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ComparisonDto> {
    await this.authorizer.require(sub, 'figures:read', unitId);
    const calendar = await this.calendars.named(query.calendar);
    const [period, against] = [periodOf(query.period, calendar), periodOf(query.against, calendar)];
    requireEarlier(period, against);
    const measures = measuresOf(query.measures, await this.catalogue.all());
    const found = await this.comparison.read({
      unitId,
      period,
      against,
      calendar,
      measures,
      rounding: query.rounding,
      lens: lensOf(query.tree),
      knownAt: knownAtOf(query.knownAt),
      limit: query.limit,
      after: positionOf(query.cursor),
      viewer: await this.suppression.viewer(sub, measures),
    });
    const { unit, view, figures, changed, items, next, freshness } = found;
    response.set(FRESHNESS_HEADER, freshnessHeader(freshness));
    return {
      unit,
      period: periodDto(period, calendar),
      against: periodDto(against, calendar),
      tree: treeDto(view),
      figures,
      changed,
      items: items.map(changedDto),
      next: next && encodeCursor([next.day, next.unitId]),
      ...(query.knownAt === undefined ? { freshness: freshnessDto(freshness) } : {}),
    };
  }
}
