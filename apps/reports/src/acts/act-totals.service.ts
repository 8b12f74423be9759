import { dayOf, localDayOf, type Period } from '#calendar';
import { FACT_PREFIXES, MEETING_KINDS, Refusal } from '#contracts';
import { Authorizer } from '#http';
import type { HeardAct } from '#impacts';
import { Injectable } from '@nestjs/common';
import { figureOf, type Figure, type Measure, type Sums } from '../catalogue/measures.rules.js';
import type { PlacedSums } from '../known/differences.rules.js';
import { factsOf } from '../known/facts.reader.js';
import { readPlaced } from '../lenses/placed.reader.js';
import { chunks, levelFilter } from '../rollups/cells.reader.js';
import type { Buckets, Want } from '../rollups/cells.rules.js';
import { freshnessOf, type Freshness } from '../rollups/freshness.rules.js';
import { Snapshots, type Snapshot } from '../rollups/snapshots.js';
import { heardAct } from './act-checks.reader.js';
import { expandedOver } from './expanded-acts.js';
import { affectedBy, MemberMoves, treesOf, wantsOfUnits, type Affected, type BothTrees } from './totals.rules.js';

export type TotalsRequest = {
  actId: string;
  period: Period;
  measures: readonly Measure[];
  limit: number;
  /** Key of the last unit of the page before. */
  after: string | null;
  sub: string;
};

/** Figures of a unit before and after in one lens; null: it is not there. */
export type LensTotals = Pick<BothTrees, 'lens' | 'on'> & { before: Figure[] | null; after: Figure[] | null };
export type UnitTotals = Affected & { lenses: LensTotals[] };
export type ActTotals = {
  act: Omit<HeardAct, 'steps'>;
  treeRevision: number;
  units: number;
  items: UnitTotals[];
  next: string | null;
  freshness: Freshness;
};

const NONE: Sums = new Map();

/** What an act that is not applied yet would make of the totals of every unit above what it moves. */
@Injectable()
export class ActTotalsService {
  constructor(
    private readonly snapshots: Snapshots,
    private readonly authorizer: Authorizer,
  ) {}

  async read(request: TotalsRequest): Promise<ActTotals> {
    const reach = new Set(await this.authorizer.reachable(request.sub, 'figures:read'));
    return this.snapshots.read((snapshot) => readIn(snapshot, request, reach));
  }
}

async function readIn(snapshot: Snapshot, request: TotalsRequest, reach: ReadonlySet<string>): Promise<ActTotals> {
  const { tree, progress, at } = snapshot;
  const heard = await heardAct(snapshot, request.actId);
  const { steps: _, ...act } = heard;
  const expansion = expandedOver(tree, heard);
  const [effective, today] = [dayOf(act.effective), localDayOf(at)];
  const isSeen = ({ unit }: Affected): boolean =>
    [tree, expansion.tree].some((one) => one.path(unit.id, today).some((id) => reach.has(id)));
  const units = affectedBy(expansion, tree, effective).filter(isSeen);
  if (units.length === 0) throw new Refusal('forbidden', 'outside-subtree');
  const rest = request.after === null ? units : units.filter(({ key }) => key > (request.after ?? ''));
  const page = rest.slice(0, request.limit);
  const moves = new MemberMoves(expansion);
  const lenses: ((unit: string) => LensTotals)[] = [];
  for (const trees of treesOf(tree, expansion.tree, effective, today))
    lenses.push(await totalsIn(snapshot, trees, page, moves, request));
  return {
    act,
    treeRevision: tree.revision,
    units: units.length,
    items: page.map((one) => ({ ...one, lenses: lenses.map((of) => of(one.unit.id)) })),
    next: rest.length > page.length ? (page.at(-1)?.key ?? null) : null,
    freshness: freshnessOf(progress, at),
  };
}

async function totalsIn(
  snapshot: Snapshot,
  { lens, on, before, after }: BothTrees,
  page: readonly Affected[],
  moves: MemberMoves,
  { period, measures }: TotalsRequest,
): Promise<(unit: string) => LensTotals> {
  const wants = wantsOfUnits(
    page.map(({ unit }) => unit.id),
    period,
    measures,
  );
  const there = (tree: BothTrees['before']): Want[] => wants.filter(({ unit }) => tree.get(unit)?.stretches.length);
  const [was, will] = [there(before), there(after)];
  const sumsBefore = await readPlaced(snapshot, before, was);
  const sumsAfter = await readPlaced(snapshot, after, will, (sums) => addMovedMembers(snapshot, moves, sums));
  const figures = (sums: Buckets, tree: BothTrees['before'], unit: string): Figure[] | null =>
    tree.get(unit)?.stretches.length
      ? measures.map((measure) => figureOf(measure, sums.get(unit) ?? NONE, MEETING_KINDS))
      : null;
  return (unit) => ({
    lens,
    ...(on === undefined ? {} : { on }),
    before: figures(sumsBefore, before, unit),
    after: figures(sumsAfter, after, unit),
  });
}

/** Members whom the act puts on another roll: their facts will say so, so the figures are told as if they did. */
async function addMovedMembers(snapshot: Snapshot, moves: MemberMoves, sums: PlacedSums): Promise<void> {
  for (const { units, day } of moves.byDay())
    for (const chunk of chunks(units)) {
      const filter = { ...levelFilter(chunk, { from: day, to: day + 1 }), _id: MEMBERS };
      for await (const { _id, p } of factsOf(snapshot, filter, { projection: { 'p.a': 0 } })) {
        const { gone, come } = moves.differenceOf(_id.slice(FACT_PREFIXES.member.length), p);
        sums.add(gone, -1);
        sums.add(come, 1);
      }
    }
}

const MEMBERS = { $gte: FACT_PREFIXES.member, $lt: `${FACT_PREFIXES.member}g` };
