import { Refusal, type UnitRecord } from '#contracts';
import { codeKey, parentAt, placeOf } from '#tree';
import type { ActDraft, ActFault, UnitChange } from './act-draft.js';
import { noSharedCode } from './unit-surroundings.rules.js';

/** What is judged of the whole that the verbs make together, not of one change. */
export function judgeWhole(draft: ActDraft): void {
  for (const { unitId } of draft.ends) noOverlap(draft, unitId);
  for (const [unitId, { record, before, step }] of draft.changes)
    if (record.successions !== before?.successions) successorsTakeOver(draft, step, unitId);
  draft.faults.push(...sharedCodes(draft));
}

/** A unit that ends may not live again beside who took over from it. */
function noOverlap(draft: ActDraft, unitId: string): void {
  const change = draft.changes.get(unitId);
  const again = change?.record.stretches.some(({ from }) => from >= draft.effective);
  if (change && again) draft.fault({ step: change.step, code: 'gap-or-overlap', unitId });
}

/** Who takes over lives on the day the old unit ends, and took over from nobody who took over from it. */
function successorsTakeOver(draft: ActDraft, step: number, unitId: string): void {
  const succession = draft.get(unitId)?.successions?.find(({ from }) => from === draft.effective);
  for (const { unitId: other } of succession?.to ?? []) {
    if (other === unitId) continue;
    const code = draft.livesOnTheDay(other) ? undefined : draft.get(other) ? 'gap-or-overlap' : 'no-such-unit';
    if (code) draft.fault({ step, code, unitId, other });
    else if (succession?.history === 'moves' && reaches(draft, other, unitId))
      draft.fault({ step, code: 'cycle', unitId, other });
  }
}

/** Whether a unit's history, followed to who has it and up the tree, comes to the other: an eye on the old would see itself. */
function reaches(draft: ActDraft, from: string, to: string): boolean {
  const seen = new Set<string>();
  const next = [from];
  for (let id = next.pop(); id !== undefined; id = next.pop()) {
    if (id === to) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    next.push(...above(draft, id));
  }
  return false;
}

function above(draft: ActDraft, id: string): string[] {
  const record = draft.get(id);
  const latest = record?.successions?.findLast(({ history }) => history === 'moves');
  if (latest) return latest.to.map(({ unitId }) => unitId);
  const parent = record && parentAt(placeOf(record), draft.day);
  return parent ? [parent] : [];
}

/** A code that a unit gets by the act may be another's on none of its days. */
function sharedCodes(draft: ActDraft): ActFault[] {
  const wanted = new Map<string, UnitChange[]>();
  for (const change of draft.changes.values())
    for (const key of newCodes(change)) wanted.set(key, [...(wanted.get(key) ?? []), change]);
  if (wanted.size === 0) return [];
  const faults: ActFault[] = [];
  for (const other of everyUnit(draft))
    for (const key of new Set(other.stretches.map(({ code }) => codeKey(code))))
      for (const { record, step } of wanted.get(key) ?? [])
        if (record.id !== other.id && clash(record, other))
          faults.push({ step, code: 'code-taken', unitId: record.id, other: other.id });
  return faults;
}

const codesOf = (record: UnitRecord | undefined): Set<string> =>
  new Set(record?.stretches.map(({ code }) => codeKey(code)));

/** Codes it did not bear before, or bears on other days now. */
function newCodes({ before, record }: UnitChange): string[] {
  const old = codesOf(before);
  const span = (one: UnitRecord | undefined): string =>
    JSON.stringify([one?.stretches.at(0)?.from, one?.stretches.at(-1)?.to]);
  const grown = span(before) !== span(record);
  return [...codesOf(record)].filter((code) => grown || !old.has(code));
}

function* everyUnit(draft: ActDraft): Generator<UnitRecord> {
  for (const id of draft.tree.ids()) {
    const record = draft.get(id);
    if (record) yield record;
  }
  for (const { before, record } of draft.changes.values()) if (!before) yield record;
}

function clash(record: UnitRecord, other: UnitRecord): boolean {
  try {
    noSharedCode(record, other);
    return false;
  } catch (error) {
    if (error instanceof Refusal) return true;
    throw error;
  }
}
