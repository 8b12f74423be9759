// The naive answer to every question the reports service answers: a loop over facts, with the place rule written
// again from DESIGN.md 4 and 7. It imports nothing, stores nothing and is in no hurry, so that it can be believed.

export type OracleStretch = { from: string; to: string | null; parentId: string | null; level: string };
/** A unit as its last command was acknowledged. A voided one has no stretches. */
export type OracleUnit = { id: string; stretches: OracleStretch[] };

export type OracleAttendance = {
  belong: number;
  present: number;
  excused: number;
  unexcused: number;
  exempt: number;
  elsewhere: number;
};
/** A meeting as its last command was acknowledged. Instants are RFC 3339; `tooShort` and `late` as the source marked it. */
export type OracleMeeting = {
  id: string;
  unitId: string;
  state: string;
  kind: string;
  startsAt: string;
  endsAt: string;
  attendance: OracleAttendance | null;
  tooShort: boolean;
  late: boolean;
};

/** Whole numbers by measure code; a measure that is absent is 0. */
export type Figures = Record<string, number>;
type Fact = { unitId: string; date: string; kind: string; figures: Figures };
type Placed = Fact & { path: string[] };

const DAY = 86_400_000;
const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY;
const nextDay = (date: string): string => new Date((dayNumber(date) + 1) * DAY).toISOString().slice(0, 10);
/** Viet Nam is at UTC+7 all year. */
const localDate = (instant: string): string => new Date(Date.parse(instant) + 7 * 3_600_000).toISOString().slice(0, 10);

function factOf(meeting: OracleMeeting): Fact | null {
  if (meeting.state !== 'closed' || !meeting.attendance) return null;
  const figures: Figures = {
    'meetings.held': 1,
    'meetings.minutes': Math.floor((Date.parse(meeting.endsAt) - Date.parse(meeting.startsAt)) / 60_000),
    'meetings.too-short': meeting.tooShort ? 1 : 0,
    'meetings.late': meeting.late ? 1 : 0,
    'attendance.belong': meeting.attendance.belong,
    'attendance.present': meeting.attendance.present,
    'attendance.excused': meeting.attendance.excused,
    'attendance.unexcused': meeting.attendance.unexcused,
    'attendance.exempt': meeting.attendance.exempt,
    'attendance.elsewhere': meeting.attendance.elsewhere,
  };
  return { unitId: meeting.unitId, date: localDate(meeting.startsAt), kind: meeting.kind, figures };
}

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

/** Everything that was acknowledged, and what follows from it. */
export class Oracle {
  private readonly units: Map<string, OracleUnit>;
  private readonly facts: Placed[];

  constructor(units: Iterable<OracleUnit>, meetings: Iterable<OracleMeeting>) {
    this.units = new Map([...units].map((unit) => [unit.id, unit]));
    this.facts = [...meetings]
      .map(factOf)
      .filter((fact) => fact !== null)
      .map((fact) => ({ ...fact, path: this.path(fact.unitId, fact.date) }));
  }

  /** The unit first, then what it lay under on that date, up to the root; [] for an unknown or voided unit. */
  path(unitId: string, date: string): string[] {
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

  /** The level a unit had on a date. */
  levelOn(unitId: string, date: string): string | null {
    const unit = this.units.get(unitId);
    return (unit && stretchOn(unit, date)?.level) ?? null;
  }

  /** Sum over `from` … `to`, both included, of the facts that lay under the unit on their own date, grouped. */
  grouped(
    unitId: string,
    from: string,
    to: string,
    group: (fact: Fact, path: string[]) => string | null,
  ): Map<string, Figures> {
    const groups = new Map<string, Figures>();
    for (const fact of this.facts) {
      if (fact.date < from || fact.date > to) continue;
      if (!fact.path.includes(unitId)) continue;
      const key = group(fact, fact.path);
      if (key === null) continue;
      const sum = groups.get(key) ?? {};
      add(sum, fact.figures);
      groups.set(key, sum);
    }
    return groups;
  }

  total = (unitId: string, from: string, to: string): Figures =>
    this.grouped(unitId, from, to, () => 'total').get('total') ?? {};

  byKind = (unitId: string, from: string, to: string): Map<string, Figures> =>
    this.grouped(unitId, from, to, (fact) => fact.kind);

  /** The child under which a fact lay on its date; `own` for the unit's own facts. */
  byChild = (unitId: string, from: string, to: string): Map<string, Figures> =>
    this.grouped(unitId, from, to, (_fact, path) => path[path.indexOf(unitId) - 1] ?? 'own');

  /** The unit of a level under which a fact lay on its date, below `unitId`; `remainder` for those under none. */
  byLevel = (unitId: string, from: string, to: string, level: string): Map<string, Figures> =>
    this.grouped(
      unitId,
      from,
      to,
      (fact, path) =>
        path.slice(0, path.indexOf(unitId)).findLast((id) => this.levelOn(id, fact.date) === level) ?? 'remainder',
    );

  /** Branches that live under the unit (or are it) on a day of the range, and those that held a regular meeting on one. */
  completeness(
    unitId: string,
    from: string,
    to: string,
  ): { branchesAlive: number; branchesWithRegularMeeting: number } {
    const counts = { branchesAlive: 0, branchesWithRegularMeeting: 0 };
    for (const unit of this.units.values()) {
      const days = new Set<string>();
      for (let date = from; date <= to; date = nextDay(date)) {
        const lives = unit.stretches.some(
          (stretch) => stretch.level === 'branch' && stretch.from <= date && (stretch.to === null || date < stretch.to),
        );
        if (lives && this.path(unit.id, date).includes(unitId)) days.add(date);
      }
      const met = this.facts.some((fact) => fact.unitId === unit.id && fact.kind === 'regular' && days.has(fact.date));
      counts.branchesAlive += days.size > 0 ? 1 : 0;
      counts.branchesWithRegularMeeting += met ? 1 : 0;
    }
    return counts;
  }

  /** Figures of every unit on every day that has any, by one loop over the facts. */
  byUnitAndDay(): Map<string, Map<string, Figures>> {
    const table = new Map<string, Map<string, Figures>>();
    for (const fact of this.facts) {
      for (const id of fact.path) {
        const days = table.get(id) ?? new Map<string, Figures>();
        const sum = days.get(fact.date) ?? {};
        add(sum, fact.figures);
        days.set(fact.date, sum);
        table.set(id, days);
      }
    }
    return table;
  }
}
