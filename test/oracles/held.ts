// Who has a fact once its unit has ended (DESIGN.md 7), without any help.
import type { Figures, OracleFacts } from './facts.js';

/** Who has it, one after the other, each from a day on. */
export type OracleHolder = { unitId: string; from: string };
type Has = { unitId: string; held?: OracleHolder[] };

/** A flow counts where the fact lies on its day. */
export function flowOf(facts: OracleFacts, { unitId, held = [] }: Has, date: string, figures: Figures): void {
  let at = unitId;
  for (const holder of held) if (holder.from <= date) at = holder.unitId;
  facts.flows.push({ unitId: at, date, kind: null, figures });
}

/** A level counts with each of them on the days on which they have the fact. */
export function levelOf(
  facts: OracleFacts,
  { unitId, held = [] }: Has,
  { from, to }: { from: string; to: string | null },
  figures: Figures,
): void {
  const owners = [{ unitId, from: '' }, ...held];
  owners.forEach((owner, at) => {
    const until = owners[at + 1]?.from ?? null;
    const begins = owner.from > from ? owner.from : from;
    const ends = until !== null && (to === null || until < to) ? until : to;
    if (ends === null || begins < ends) facts.levels.push({ unitId: owner.unitId, from: begins, to: ends, figures });
  });
}
