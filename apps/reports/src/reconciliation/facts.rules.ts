import { FACT_PREFIXES, type EventType, type FactDigest, type ServiceName, type TopicName } from '#contracts';
import type { DifferenceKind } from './reconciliation.schema.js';

/** A kind of fact that figures are made of: who has it, where its events come, what its ids begin with. */
export type ComparedKind = {
  type: EventType;
  service: ServiceName;
  topic: TopicName;
  prefix: string;
  /** Makes levels, which later months show too. */
  stock: boolean;
  /** All it adds is in the month its source lists it under, so that some months can be looked at alone. */
  dated: boolean;
};

const kind = (
  type: EventType,
  topic: TopicName,
  prefix: string,
  { stock = false, dated = false }: { stock?: boolean; dated?: boolean },
): ComparedKind => ({ type, service: type.split('.')[0] as ServiceName, topic, prefix, stock, dated });

export const COMPARED_KINDS: readonly ComparedKind[] = [
  kind('registry.member-changed.v1', 'registry.members', FACT_PREFIXES.member, { stock: true }),
  kind('registry.composition-changed.v1', 'registry.composition', FACT_PREFIXES.composition, { stock: true }),
  kind('meetings.meeting-recorded.v1', 'meetings.events', '', { dated: true }),
  kind('meetings.score-recorded.v1', 'meetings.events', FACT_PREFIXES.score, { dated: true }),
  kind('meetings.visits-recorded.v1', 'meetings.events', FACT_PREFIXES.visits, { dated: true }),
  kind('meetings.visit-plan-recorded.v1', 'meetings.events', FACT_PREFIXES.visitPlan, {}),
  kind('meetings.resolution-recorded.v1', 'meetings.events', FACT_PREFIXES.resolution, { stock: true }),
  kind('meetings.opinion-recorded.v1', 'meetings.events', FACT_PREFIXES.opinion, { stock: true }),
  kind('meetings.session-recorded.v1', 'meetings.events', FACT_PREFIXES.session, { dated: true }),
  kind('inspection.case-changed.v1', 'inspection.events', FACT_PREFIXES.case, { stock: true }),
  kind('reports.report-changed.v1', 'reports.events', FACT_PREFIXES.report, { stock: true }),
];

/** The kind of a fact by its id. Ids of meetings have nothing before them. */
export const kindOfFact = (id: string): ComparedKind | undefined =>
  COMPARED_KINDS.find(({ prefix }) => (prefix === '' ? !id.includes('/') : id.startsWith(prefix)));

/** What the figures have of a fact. */
export type KeptFact = { id: string; version: number; hash: string };

export type FactDifference = {
  kind: Exclude<DifferenceKind, 'cell'>;
  id: string;
  /** Versions in the source and in the figures; null: not there. */
  source: number | null;
  figures: number | null;
  /** Content hash in the source, where it can be told. */
  hash: string | null;
  unitId: string | null;
  month: string | null;
};

const difference = (
  what: FactDifference['kind'],
  { held, kept }: { held?: FactDigest | undefined; kept?: KeptFact | undefined },
): FactDifference => ({
  kind: what,
  id: (held ?? kept)!.id,
  source: held?.version ?? null,
  figures: kept?.version ?? null,
  hash: held?.hash ?? null,
  unitId: held?.unitId ?? null,
  month: held?.month ?? null,
});

/** How one fact differs. A newer version in the figures than in the source is judged by who read the figures first. */
export function differenceOf(held: FactDigest | undefined, kept: KeptFact | undefined): FactDifference | null {
  if (!held) return kept ? difference('fact-unknown', { kept }) : null;
  if (!kept) return difference('fact-missing', { held });
  if (kept.version < held.version) return difference('fact-behind', { held, kept });
  if (kept.version > held.version) return difference('fact-ahead', { held, kept });
  if (held.hash !== null && held.hash !== kept.hash) return difference('fact-content', { held, kept });
  return null;
}

const byId = <T extends { id: string }>(facts: readonly T[]) => new Map(facts.map((fact) => [fact.id, fact]));

/** Facts that differ at first sight; most of them are on their way. */
export function suspectsOf(held: readonly FactDigest[], kept: readonly KeptFact[]): FactDifference[] {
  const [helds, kepts] = [byId(held), byId(kept)];
  return [...new Set([...helds.keys(), ...kepts.keys()])].flatMap(
    (id) => differenceOf(helds.get(id), kepts.get(id)) ?? [],
  );
}

/**
 * What differs in truth. The figures were read, then the source, then all that the source knew of was waited for, then
 * the figures were read again. What they had before, the source must have known; what the source knew, they must have now.
 */
export function confirmed(
  before: readonly KeptFact[],
  held: readonly FactDigest[],
  after: readonly KeptFact[],
): FactDifference[] {
  const [befores, helds, afters] = [byId(before), byId(held), byId(after)];
  return [...new Set([...befores.keys(), ...helds.keys(), ...afters.keys()])].flatMap((id) => {
    const early = differenceOf(helds.get(id), befores.get(id));
    if (early?.kind === 'fact-unknown' || early?.kind === 'fact-ahead') return early;
    const late = differenceOf(helds.get(id), afters.get(id));
    return late && late.kind !== 'fact-unknown' && late.kind !== 'fact-ahead' ? late : [];
  });
}
