import { dateOf, dayOf, type Day } from '#calendar';
import { Refusal, type Succession, type UnitRecord, type UnitStretch } from '#contracts';
import { daysOf, livesOf, overlapOf, placeOf, runDays, runsOf } from '#tree';

const STATE = ['code', 'name', 'kind', 'level', 'parentId'] as const;

/**
 * What each command makes of a unit's record. Only the unit itself is looked at here; whether its surroundings allow
 * the result is judged in unit-surroundings.rules.ts.
 */
export type NewUnit = Pick<UnitStretch, 'code' | 'name' | 'kind' | 'level' | 'parentId' | 'from'> & { id: string };

export function createUnit(unit: NewUnit): UnitRecord {
  const { id, code, name, kind, level, parentId, from } = unit;
  return { id, version: 1, voided: false, stretches: [tidy({ from, to: null, code, name, kind, level, parentId })] };
}

/** From `from` on, until the next recorded change of the name or the end of that life. */
export const renameUnit = (record: UnitRecord, name: string, from: string): UnitRecord =>
  changeFrom(record, 'name', name.normalize('NFC').trim(), dayOf(from));

/** From `from` on, until the next recorded change of the parent or the end of that life. */
export const moveUnit = (record: UnitRecord, parentId: string | null, from: string): UnitRecord =>
  changeFrom(record, 'parentId', parentId, dayOf(from));

/** From `from` on, each until the next recorded change of the same thing or the end of that life. */
export function changeUnit(
  record: UnitRecord,
  changes: Partial<Pick<UnitStretch, (typeof STATE)[number]>>,
  from: string,
): UnitRecord {
  let changed = record;
  for (const key of STATE) {
    const value = changes[key];
    if (value !== undefined) changed = changeFrom(changed, key, value, dayOf(from));
  }
  return { ...changed, version: record.version + 1 };
}

/** Lies under `now` on every day from `from` on (since ever without it) on which it is recorded under `old`. */
export function replaceParent(record: UnitRecord, old: string, now: string, from?: string): UnitRecord {
  const stretches = record.stretches.flatMap((stretch) => {
    if (stretch.parentId !== old || (from !== undefined && stretch.to !== null && stretch.to <= from)) return [stretch];
    const moved = { ...stretch, parentId: now };
    if (from === undefined || stretch.from >= from) return [moved];
    return [
      { ...stretch, to: from },
      { ...moved, from },
    ];
  });
  return next(record, stretches);
}

/** With what became of it from a day on; one that was told of the same day is replaced. */
export const withSuccession = (record: UnitRecord, succession: Succession): UnitRecord => ({
  ...record,
  version: record.version + 1,
  successions: [...(record.successions ?? []).filter(({ from }) => from !== succession.from), succession].sort(
    (a, b) => (a.from < b.from ? -1 : 1),
  ),
});

/** `from` is the first day on which the unit no longer lives. A later life, if recorded, stays. */
export function closeUnit(record: UnitRecord, from: string): UnitRecord {
  const day = dayOf(from);
  const life = lifeOn(record, day);
  if (life.from === day) throw new Refusal('conflict', 'life-would-be-empty');
  const kept = record.stretches.flatMap((stretch) => {
    const days = daysOf(stretch);
    if (days.to <= day || days.from >= life.to) return [stretch];
    return days.from < day ? [{ ...stretch, to: from }] : [];
  });
  return next(record, kept);
}

/** Lives again from `from` on as it last was, under another parent if given, until a later life if one is recorded. */
export function reopenUnit(record: UnitRecord, from: string, parentId?: string | null): UnitRecord {
  notVoided(record);
  const day = dayOf(from);
  const before = record.stretches.findLast((stretch) => dayOf(stretch.from) <= day);
  if (!before) throw new Refusal('conflict', 'never-lived-before');
  if (daysOf(before).to > day) throw new Refusal('conflict', 'unit-alive');
  const after = record.stretches.find((stretch) => dayOf(stretch.from) > day);
  const again = {
    ...before,
    from,
    to: after?.from ?? null,
    parentId: parentId === undefined ? before.parentId : parentId,
  };
  return next(record, [...record.stretches, again]);
}

/** Replaces all that was recorded, for what was entered wrongly. */
export function correctUnit(record: UnitRecord, stretches: readonly UnitStretch[]): UnitRecord {
  notVoided(record);
  return next(record, stretches.map(tidy));
}

/** For a unit that should never have been entered. It lives at no time, and cannot come back. */
export function voidUnit(record: UnitRecord): UnitRecord {
  notVoided(record);
  return { ...record, version: record.version + 1, voided: true, stretches: [] };
}

function changeFrom<K extends (typeof STATE)[number]>(
  record: UnitRecord,
  key: K,
  value: UnitStretch[K],
  day: Day,
): UnitRecord {
  const life = lifeOn(record, day);
  const old = record.stretches.find((stretch) => daysOf(stretch).from <= day && day < daysOf(stretch).to)?.[key];
  const changesAgain = record.stretches.find((stretch) => dayOf(stretch.from) > day && stretch[key] !== old);
  const until = Math.min(life.to, changesAgain ? dayOf(changesAgain.from) : Infinity);
  const stretches = record.stretches.flatMap((stretch) => {
    const { from, to } = daysOf(stretch);
    if (to <= day || from >= until) return [stretch];
    const changed = { ...stretch, from: dateOf(Math.max(from, day)), [key]: value };
    return from < day ? [{ ...stretch, to: dateOf(day) }, changed] : [changed];
  });
  return next(record, stretches);
}

/** The life in which a day lies. */
function lifeOn(record: UnitRecord, day: Day): { from: Day; to: Day } {
  notVoided(record);
  const life = livesOf(record).find(({ from, to }) => from <= day && day < to);
  if (!life) throw new Refusal('conflict', 'unit-not-alive');
  return life;
}

function notVoided(record: UnitRecord): void {
  if (record.voided) throw new Refusal('conflict', 'unit-voided');
}

const tidy = (stretch: UnitStretch): UnitStretch => ({
  ...stretch,
  code: stretch.code.normalize('NFC').trim(),
  name: stretch.name.normalize('NFC').trim(),
});

const next = (record: UnitRecord, stretches: readonly UnitStretch[]): UnitRecord => ({
  ...record,
  version: record.version + 1,
  stretches: joinEqual(stretches.toSorted((a, b) => (a.from < b.from ? -1 : 1))),
});

/** Touching stretches that say the same become one, so that one history has one record. */
function joinEqual(stretches: readonly UnitStretch[]): UnitStretch[] {
  const joined: UnitStretch[] = [];
  for (const stretch of stretches) {
    const last = joined.at(-1);
    if (last && last.to === stretch.from && sameState(last, stretch))
      joined[joined.length - 1] = { ...last, to: stretch.to };
    else joined.push(stretch);
  }
  return joined;
}

const sameState = (a: UnitStretch, b: UnitStretch): boolean => STATE.every((key) => a[key] === b[key]);

/**
 * Units above that get the unit, and with it its figures, on days on which it lay elsewhere: also one that it lay under
 * at another time. By the extended place, which figures follow.
 */
export function newlyUnder(before: UnitRecord, after: UnitRecord): (string | null)[] {
  const [old, now] = [placeOf(before), placeOf(after)];
  const gaining = new Set<string | null>();
  for (let run = 0; run < runsOf(now); run += 1)
    for (let was = 0; was < runsOf(old); was += 1)
      if (now.parents[run] !== old.parents[was] && overlapOf(runDays(now, run), runDays(old, was)))
        gaining.add(now.parents[run] ?? null);
  return [...gaining];
}

/** Whether two records say the same of every day, and of what became of the unit. */
export const sameHistory = (a: UnitRecord, b: UnitRecord): boolean =>
  a.voided === b.voided &&
  a.duplicateOf === b.duplicateOf &&
  JSON.stringify(a.successions ?? []) === JSON.stringify(b.successions ?? []) &&
  a.stretches.length === b.stretches.length &&
  a.stretches.every((stretch, at) => {
    const other = b.stretches[at] as UnitStretch;
    return stretch.from === other.from && stretch.to === other.to && sameState(stretch, other);
  });
