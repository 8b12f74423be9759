// The naive answer to every question the reports service answers: a loop over facts, with the place rule written
// again from DESIGN.md 4 and 7. It imports nothing of ours, stores nothing and is in no hurry, so that it can be
// believed. What the facts say of figures is in facts.ts.
import type { Figures, Level, OracleFacts } from './facts.js';

export type OracleStretch = { from: string; to: string | null; parentId: string | null; level: string };
/** A unit as its last command was acknowledged. A voided one has no stretches. */
export type OracleUnit = { id: string; stretches: OracleStretch[] };

/** The stretch that speaks for a day: the one that holds it, else the nearest, the earlier of two as near. */
export function stretchOn(unit: OracleUnit, date: string): OracleStretch | null {
  const day = dayNumber(date);
  let best: OracleStretch | null = null;
  let nearest = Infinity;
  for (const stretch of unit.stretches) {
    const first = dayNumber(stretch.from);
    const last = stretch.to === null ? Infinity : dayNumber(stretch.to) - 1;
    const distance = day < first ? first - day : day > last ? day - last : 0;
    if (distance < nearest) {
      nearest = distance;
      best = stretch;
    }
  }
  return best;
}

/** Adds figures into a sum. */
export function add(sum: Figures, more: Figures): void {
  for (const [measure, value] of Object.entries(more)) sum[measure] = (sum[measure] ?? 0) + value;
}

const DAY = 86_400_000;
const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY;
const dayAfter = (date: string, days: number): string =>
  new Date((dayNumber(date) + days) * DAY).toISOString().slice(0, 10);
const holds = ({ from, to }: Level, date: string): boolean => from <= date && (to === null || date < to);

/** Figures by unit and day. */
type Table = Map<string, Map<string, Figures>>;

/** What a row of a breakdown is called, from a path and the day it is of; null: in no row. */
type Grouping = (path: string[], date: string, kind: string | null) => string | null;
const ALL: Grouping = () => 'total';

/** Everything that was acknowledged, and what follows from it. */
export class Oracle {
  private readonly units: Map<string, OracleUnit>;
  private readonly paths = new Map<string, string[]>();
  /** Days on which some unit may have come to lie elsewhere. */
  private readonly turningDays: string[];

  constructor(
    units: Iterable<OracleUnit>,
    private readonly facts: OracleFacts,
  ) {
    this.units = new Map([...units].map((unit) => [unit.id, unit]));
    this.turningDays = this.daysOfChange();
  }

  /** The unit first, then what it lay under on that date, up to the root; [] for an unknown or voided unit. */
  path(unitId: string, date: string): string[] {
    const name = `${unitId} ${date}`;
    let path = this.paths.get(name);
    if (!path) this.paths.set(name, (path = this.walk(unitId, date)));
    return path;
  }

  private walk(unitId: string, date: string): string[] {
    const path: string[] = [];
    for (let id: string | null = unitId; id !== null;) {
      const unit = this.units.get(id);
      const stretch = unit ? stretchOn(unit, date) : null;
      if (!stretch) return [];
      if (path.includes(id)) throw new Error(`the acknowledged tree has a cycle at ${id} on ${date}`);
      path.push(id);
      id = stretch.parentId;
    }
    return path;
  }

  /** A place can only change at an edge of a stretch, or half way in a gap between two. */
  private daysOfChange(): string[] {
    const days = new Set<string>();
    for (const { stretches } of this.units.values())
      stretches.forEach(({ from, to }, index) => {
        days.add(from);
        const next = stretches[index + 1];
        if (to === null) return;
        days.add(to);
        for (let date = to; next && date < next.from; date = dayAfter(date, 1)) days.add(date);
      });
    return [...days].sort();
  }

  /** The level a unit had on a date. */
  levelOn(unitId: string, date: string): string | null {
    const unit = this.units.get(unitId);
    return (unit && stretchOn(unit, date)?.level) ?? null;
  }

  /** Flows over `from` … `to`, both included, and levels on the last day, of what lay under the unit then, grouped. */
  grouped(unitId: string, from: string, to: string, group: Grouping): Map<string, Figures> {
    const groups = new Map<string, Figures>();
    const put = (path: string[], date: string, kind: string | null, figures: Figures): void => {
      const key = path.includes(unitId) ? group(path, date, kind) : null;
      if (key === null) return;
      const sum = groups.get(key) ?? {};
      add(sum, figures);
      groups.set(key, sum);
    };
    for (const { unitId: at, date, kind, figures } of this.facts.flows)
      if (date >= from && date <= to) put(this.path(at, date), date, kind, figures);
    for (const level of this.facts.levels)
      if (holds(level, to)) put(this.path(level.unitId, to), to, null, level.figures);
    return groups;
  }

  total = (unitId: string, from: string, to: string): Figures => {
    const figures = this.grouped(unitId, from, to, ALL).get('total') ?? {};
    const opening = this.grouped(unitId, dayAfter(from, -1), dayAfter(from, -1), ALL).get('total')?.['members.total'];
    const people = this.distinct(unitId, from, to, ALL).get('total');
    return {
      ...figures,
      'members.opening': opening ?? 0,
      'members.moved-with-units': this.movedWithUnits(unitId, from, to),
      'attendance.distinct-members': people?.size ?? 0,
    };
  };

  private movedWithUnits(unitId: string, from: string, to: string): number {
    const days = this.turningDays.filter((date) => date >= from && date <= to);
    const moved = this.movedByUnitAndDay(days).get(unitId);
    return days.reduce((sum, day) => sum + (moved?.get(day)?.['members.moved-with-units'] ?? 0), 0);
  }

  /** Members who came or went with the unit they were on the roll of the day before: it moves first, people after. */
  movedByUnitAndDay(days: readonly string[]): Table {
    const table: Table = new Map();
    for (const day of days.filter((date) => this.turningDays.includes(date))) {
      const before = dayAfter(day, -1);
      for (const level of this.facts.levels) {
        const members = level.figures['members.total'];
        if (!members || !holds(level, before)) continue;
        const [then, now] = [this.path(level.unitId, before), this.path(level.unitId, day)];
        tally(
          table,
          then.filter((id) => !now.includes(id)),
          day,
          { 'members.moved-with-units': -members },
        );
        tally(
          table,
          now.filter((id) => !then.includes(id)),
          day,
          { 'members.moved-with-units': members },
        );
      }
    }
    return table;
  }

  /** Who was at a meeting of what lay under the unit. */
  distinct(unitId: string, from: string, to: string, group: Grouping): Map<string, Set<string>> {
    const groups = new Map<string, Set<string>>();
    for (const { unitId: at, date, people } of this.facts.presences) {
      const path = date >= from && date <= to ? this.path(at, date) : [];
      const key = path.includes(unitId) ? group(path, date, null) : null;
      if (key === null) continue;
      const set = groups.get(key) ?? new Set<string>();
      for (const person of people) set.add(person);
      groups.set(key, set);
    }
    return groups;
  }

  /** As `grouped`, and how many people were at meetings of each group. */
  private withPeople(unitId: string, from: string, to: string, group: Grouping): Map<string, Figures> {
    const groups = this.grouped(unitId, from, to, group);
    for (const [key, people] of this.distinct(unitId, from, to, group))
      groups.set(key, { ...groups.get(key), 'attendance.distinct-members': people.size });
    return groups;
  }

  /** By kind of meeting: meetings alone have one. */
  byKind = (unitId: string, from: string, to: string): Map<string, Figures> =>
    this.grouped(unitId, from, to, (_path, _date, kind) => kind);

  /** The child under which a fact lay on its date; `own` for the unit's own facts. */
  childOf =
    (unitId: string): Grouping =>
    (path) =>
      path[path.indexOf(unitId) - 1] ?? 'own';
  byChild = (unitId: string, from: string, to: string): Map<string, Figures> =>
    this.withPeople(unitId, from, to, this.childOf(unitId));

  /** The unit of a level under which a fact lay on its date, below `unitId`; `remainder` for those under none. */
  byLevel = (unitId: string, from: string, to: string, level: string): Map<string, Figures> =>
    this.withPeople(
      unitId,
      from,
      to,
      (path, date) =>
        path.slice(0, path.indexOf(unitId)).findLast((id) => this.levelOn(id, date) === level) ?? 'remainder',
    );

  /** Branches that live under the unit (or are it) on a day of the range, and those that held a regular meeting on one. */
  completeness(
    unitId: string,
    from: string,
    to: string,
  ): { branchesAlive: number; branchesWithRegularMeeting: number } {
    const met = [...this.branches(unitId, from, to).values()];
    return { branchesAlive: met.length, branchesWithRegularMeeting: met.filter(Boolean).length };
  }

  /** Those of them that held none. */
  missing(unitId: string, from: string, to: string): string[] {
    return [...this.branches(unitId, from, to)].flatMap(([id, met]) => (met ? [] : [id]));
  }

  private branches(unitId: string, from: string, to: string): Map<string, boolean> {
    const branches = new Map<string, boolean>();
    for (const unit of this.units.values()) {
      const days = new Set<string>();
      for (let date = from; date <= to; date = dayAfter(date, 1)) {
        const lives = unit.stretches.some(
          (stretch) => stretch.level === 'branch' && stretch.from <= date && (stretch.to === null || date < stretch.to),
        );
        if (lives && this.path(unit.id, date).includes(unitId)) days.add(date);
      }
      const met = this.facts.flows.some(
        (fact) => fact.unitId === unit.id && fact.kind === 'regular' && days.has(fact.date),
      );
      if (days.size > 0) branches.set(unit.id, met);
    }
    return branches;
  }

  /** Flows of every unit on every day that has any, by one loop over the facts. */
  byUnitAndDay(): Map<string, Map<string, Figures>> {
    const table = new Map<string, Map<string, Figures>>();
    for (const { unitId, date, figures } of this.facts.flows) tally(table, this.path(unitId, date), date, figures);
    return table;
  }

  /** Levels of every unit on some days. */
  levelsByUnit(days: readonly string[]): Map<string, Map<string, Figures>> {
    const table = new Map<string, Map<string, Figures>>();
    for (const level of this.facts.levels)
      for (const day of days) if (holds(level, day)) tally(table, this.path(level.unitId, day), day, level.figures);
    return table;
  }
}

function tally(table: Table, path: readonly string[], date: string, figures: Figures): void {
  for (const id of path) {
    const days = table.get(id) ?? new Map<string, Figures>();
    const sum = days.get(date) ?? {};
    add(sum, figures);
    days.set(date, sum);
    table.set(id, days);
  }
}
