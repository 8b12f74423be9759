import type { ActVerb, Disposition, FoundedUnit, Succession } from '#contracts';
import type { ActDraft } from './act-draft.js';
import { closeUnit, createUnit, replaceParent, withSuccession } from './unit-changes.rules.js';

type Verb<V extends ActVerb['verb']> = Extract<ActVerb, { verb: V }>;
type Handing = { offices?: Disposition; roles?: Disposition };
type Split = Verb<'split'>;

/** The unit takes part in no other verb, and what it does is told with the day it ends. */
export function found(draft: ActDraft, step: number, unit: FoundedUnit): void {
  const { unitId: id, ...state } = unit;
  if (draft.get(id)) return draft.fault({ step, code: 'unit-exists', unitId: id });
  draft.put(step, createUnit({ id, ...state, from: draft.effective }));
}

/** Giải thể: without `to` nothing may be left in it. */
export function dissolve(draft: ActDraft, step: number, verb: Verb<'dissolve'>): void {
  const { unitId, to, history = 'stays' } = verb;
  if (!draft.claim(step, unitId, 'all')) return;
  draft.placing.set(unitId, step);
  placeUnits(draft, step, unitId, () => to);
  if (to !== undefined) moveAll(draft, unitId, to);
  end(draft, step, { unitId, to: to ?? null, handing: verb, default: to === undefined ? 'end' : 'move' });
  if (to !== undefined) succeed(draft, step, unitId, { history, to: [{ unitId: to, weight: 1 }] });
}

/** Sáp nhập, hợp nhất: all of a unit goes on in another one. */
export function join(draft: ActDraft, step: number, unitId: string, to: string, handing: Handing): void {
  if (!draft.claim(step, unitId, 'all')) return;
  if (unitId === to) return draft.fault({ step, code: 'cycle', unitId });
  draft.placing.set(unitId, step);
  placeUnits(draft, step, unitId, (child) => (child === to ? undefined : to));
  moveAll(draft, unitId, to);
  end(draft, step, { unitId, to, handing, default: 'move' });
  succeed(draft, step, unitId, { history: 'moves', to: [{ unitId: to, weight: 1 }] });
}

/** Chia, tách: every unit and member below is named by one part, or goes where the rest goes. */
export function split(draft: ActDraft, step: number, verb: Split): void {
  const { unitId, keeps, parts, rest } = verb;
  if (!draft.claim(step, unitId, keeps ? 'parentId' : 'all') || !wellSaid(draft, step, verb)) return;
  const places = destinations(draft, step, verb);
  placeUnits(draft, step, unitId, (child) => places.get(child) ?? rest);
  for (const part of parts) {
    const { unitId: toUnitId, members: memberIds = [] } = part;
    if (memberIds.length > 0) draft.moves.push({ fromUnitId: unitId, toUnitId, memberIds, date: draft.effective });
  }
  if (rest !== undefined) moveAll(draft, unitId, rest);
  draft.placing.set(unitId, step);
  // A unit that lives on and shares its history keeps its own part of it.
  const heirs = verb.history === 'shared' ? parts : parts.filter((part) => part.unitId !== unitId);
  if (!keeps) end(draft, step, { unitId, to: heaviest(verb), handing: verb, default: 'move' });
  succeed(draft, step, unitId, {
    history: verb.history === 'shared' ? 'moves' : 'stays',
    to: heirs.map((part) => ({ unitId: part.unitId, weight: part.weight ?? 1 })),
  });
}

/** The parts of a split that are founded by it. */
export function foundParts(draft: ActDraft, step: number, { parts }: Split): void {
  for (const { unitId, founded } of parts) if (founded) found(draft, step, { unitId, ...founded });
}

/** What a split must say before anything of it can be done. */
function wellSaid(draft: ActDraft, step: number, { unitId, keeps, history, parts, rest }: Split): boolean {
  const refuse = (code: string, other?: string): false => (draft.fault({ step, code, unitId, other }), false);
  const ids = parts.map((part) => part.unitId);
  if (keeps && history === 'shared' && !ids.includes(unitId)) return refuse('history-of-living-unit');
  if (!keeps && ids.includes(unitId)) return refuse('cycle', unitId);
  if (!ids.some((id) => id !== unitId)) return refuse('split-into-nothing');
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (twice !== undefined) return refuse('gap-or-overlap', twice);
  if (rest !== undefined && !ids.includes(rest) && !(keeps && rest === unitId)) return refuse('rest-is-no-part', rest);
  if (history === 'shared' && parts.some(({ weight }) => weight === undefined)) return refuse('weight-needed');
  return true;
}

/** Where each named unit goes. Nobody goes to two places, and only what is there can go. */
function destinations(draft: ActDraft, step: number, { unitId, parts }: Split): Map<string, string> {
  const places = new Map<string, string>();
  const people = new Set<string>();
  for (const { unitId: to, units = [], members = [] } of parts) {
    for (const unit of units) {
      if (places.has(unit)) draft.fault({ step, code: 'gap-or-overlap', unitId, other: unit });
      if (draft.tree.parentOn(unit, draft.day) !== unitId) draft.fault({ step, code: 'not-under-it', unitId: unit });
      places.set(unit, to);
    }
    for (const member of members) {
      if (people.has(member)) draft.fault({ step, code: 'gap-or-overlap', unitId });
      people.add(member);
    }
  }
  return places;
}

const heaviest = ({ parts, rest }: Split): string | null => {
  const best = parts.reduce((one, other) => ((other.weight ?? 0) > (one.weight ?? 0) ? other : one));
  return best.weight === undefined ? (rest ?? best.unitId) : best.unitId;
};

function moveAll(draft: ActDraft, fromUnitId: string, toUnitId: string): void {
  draft.moves.push({ fromUnitId, toUnitId, memberIds: 'all', date: draft.effective });
}

/** Moves what lies under it from the day on, but what another verb takes away or ends. */
function placeUnits(
  draft: ActDraft,
  step: number,
  unitId: string,
  placeOf: (child: string) => string | undefined,
): void {
  const { effective, tree } = draft;
  for (const child of tree.children(unitId)) {
    const record = draft.get(child);
    if (!record?.stretches.some(({ parentId, to }) => parentId === unitId && (to === null || to > effective))) continue;
    const to = placeOf(child);
    if (to === unitId) continue;
    if (to === undefined) {
      if (!draft.isEnding(child)) draft.fault({ step, code: 'units-without-place', unitId, other: child });
    } else if (!draft.isEnding(child)) draft.move(step, child, unitId, to);
  }
}

function end(
  draft: ActDraft,
  step: number,
  {
    unitId,
    to,
    handing,
    default: otherwise,
  }: { unitId: string; to: string | null; handing: Handing; default: Disposition },
): void {
  const { offices = null, roles = otherwise } = handing;
  draft.ends.push({ unitId, date: draft.effective, to, offices, roles });
  draft.change(step, unitId, (record) => closeUnit(record, draft.effective));
}

function succeed(draft: ActDraft, step: number, unitId: string, { history, to }: Omit<Succession, 'from'>): void {
  const record = draft.get(unitId);
  if (record) draft.put(step, withSuccession(record, { from: draft.effective, history, to }));
}

/** The same unit recorded twice: what lies under it always lay under the other, and what became another became that. */
export function deduplicate(
  draft: ActDraft,
  step: number,
  { unitId, of }: Verb<'deduplicate'>,
  succeededBy: (id: string) => readonly string[],
): void {
  if (unitId === of) return draft.fault({ step, code: 'cycle', unitId });
  if (!draft.claim(step, unitId, 'all')) return;
  const kept = draft.get(of);
  if (!kept || kept.voided) return draft.fault({ step, code: 'no-such-unit', unitId: of });
  draft.placing.set(unitId, step);
  for (const child of draft.tree.children(unitId)) {
    const record = draft.get(child);
    if (record && !record.voided) draft.put(step, replaceParent(record, unitId, of));
  }
  for (const id of succeededBy(unitId)) draft.change(step, id, (record) => redirected(record, unitId, of));
  draft.ends.push({ unitId, date: null, to: of, offices: 'move', roles: 'move' });
  draft.change(step, unitId, (record) => ({ ...record, voided: true, stretches: [], duplicateOf: of }));
}

const redirected = <R extends { successions?: Succession[] }>(record: R, old: string, now: string): R => ({
  ...record,
  successions: record.successions?.map((succession) => ({
    ...succession,
    to: succession.to.map((one) => (one.unitId === old ? { ...one, unitId: now } : one)),
  })),
});
