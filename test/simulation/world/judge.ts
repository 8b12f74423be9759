import { dayOf } from '#calendar';
import { settledThrough } from '../../../apps/reports/src/known/settled.rules.js';
import { oracleFigures, type OracleEntry, type OracleStretch } from '../../oracles/cells.js';
import type { Doc } from '../store/values.js';
import type { Cluster } from './cluster.js';
import { idOf } from '../../../apps/reports/src/figures/write-path.harness.js';
import { DAYS, FIRST_DAY, UNITS } from './facts.js';
import { FACTS, type StoredFact } from './source.js';

const REGULAR = ['h:r', 'j:r'];
const SPAN = { epoch: FIRST_DAY - 1, lastDay: FIRST_DAY + DAYS };

type Known = { at: Date; facts: string };
type Contribution = { _id: string; v: number; p: { u: string; d: number; m: Record<string, number> }[]; t: Date };
type Replaced = { _id: { f: string; v: number }; t: Date; replacedAt: Date };
type Progress = {
  _id: string;
  topic: string;
  next: number;
  applied: number;
  refused: number;
  time: Date;
  heard: { accepted: number } | null;
};
type Unit = {
  _id: string;
  record: { stretches: { from: string; to: string | null; parentId: string | null }[] };
  hadChild?: true;
};

/** Looks into the stores of a run and says what is not as it must be. It reads past all faults, at one instant. */
export class Judge {
  readonly #known: Known[] = [];

  constructor(private readonly cluster: Cluster) {}

  /** At any moment: the cells are the fold of the contributions under the tree, and an instant that is settled stays. */
  look(): string[] {
    const entries = this.#contributions.flatMap(({ p }) => p.map(({ u, d, m }) => ({ unit: u, day: d, amounts: m })));
    const units = new Map(this.#units.map(({ _id, record }) => [_id, stretchesOf(record.stretches)]));
    const parents = new Set(this.#units.filter(({ hadChild }) => hadChild).map(({ _id }) => _id));
    const expected = oracleFigures({ units, parents, entries, ...SPAN }, REGULAR);
    const faults = differences('cells are not the fold of contributions', this.#cells(), expected);
    const at = settledThrough(this.#progress);
    this.#known.push({ at, facts: this.#knownAt(at) });
    return faults;
  }

  /** Nothing is under way any more. */
  get drained(): boolean {
    const { cluster } = this;
    if (!cluster.quiet || this.#find('meetings', 'outbox', { pending: true }).length > 0) return false;
    const [head] = this.#find('reports', 'tree_head') as { revision: number }[];
    if (head?.revision !== cluster.steps.length) return false;
    const accepted = this.#accepted;
    return this.#progress.every(({ _id, topic, next, heard }) => {
      const end = cluster.ground.log.records(topic as 'meetings.events', Number(_id.split('/')[1])).length;
      return next === end && (topic === 'registry.tree' || accepted === 0 || heard?.accepted === accepted);
    });
  }

  /** Once drained: what the source holds is in the figures, once. */
  verdict(lettersExpected = 0): string[] {
    const faults = [...this.look(), ...this.cluster.broken];
    const facts = this.#facts;
    const versions = new Map(facts.map(({ _id, version }) => [_id, version]));
    for (const { id, version } of this.cluster.history)
      if (version !== null && (versions.get(id) ?? 0) < version) faults.push(`acknowledged ${id} v${version} is lost`);
    const contributed = new Map(this.#contributions.map(({ _id, v }) => [_id, v]));
    faults.push(...differences('contributions are not the facts', contributed, versions));
    faults.push(...differences('cells are not what the source says', this.#cells(), this.#expected(facts)));
    const meetings = this.#progress.filter(({ topic }) => topic === 'meetings.events');
    const applied = meetings.reduce((sum, one) => sum + one.applied, 0);
    if (applied !== this.#accepted) faults.push(`applied ${applied}, accepted ${this.#accepted}`);
    const letters = this.#find('reports', 'dead_letters').length;
    if (letters !== lettersExpected) faults.push(`${letters} dead letters, not ${lettersExpected}`);
    for (const { _id, t, replacedAt } of this.#find('reports', 'contribution_history') as Replaced[])
      if (replacedAt <= t) faults.push(`${_id.f} v${_id.v} was replaced before it was known`);
    for (const { at, facts: before } of this.#known)
      if (this.#knownAt(at) !== before) faults.push(`what was known at ${at.toISOString()} changed afterwards`);
    return faults;
  }

  /** Why a run is not drained, for who reads a failure. */
  state(): string {
    const pending = this.#find('meetings', 'outbox', { pending: true }).length;
    const ends = this.cluster.ground.log.ends('meetings.events');
    const shards = this.#progress.map(({ _id, next, heard }) => `${_id} next ${next} heard ${heard?.accepted ?? '-'}`);
    const [head] = this.#find('reports', 'tree_head') as { revision: number }[];
    return `quiet ${this.cluster.quiet}, pending ${pending}, ends ${ends.join()}, tree ${head?.revision}/${this.cluster.steps.length}, accepted ${this.#accepted}; ${shards.join('; ')}`;
  }

  get facts(): StoredFact[] {
    return this.#facts;
  }

  #expected(facts: readonly StoredFact[]): Map<string, number> {
    const last = new Map(this.cluster.steps.map(({ record }) => [record.id, stretchesOf(record.stretches)]));
    const parents = new Set(
      this.cluster.steps.flatMap(({ record }) => record.stretches.flatMap(({ parentId }) => parentId ?? [])),
    );
    return oracleFigures({ units: last, parents, entries: facts.flatMap(entriesOf), ...SPAN }, REGULAR);
  }

  #knownAt(at: Date): string {
    const now = this.#contributions.filter(({ t }) => t <= at).map(({ _id, v }) => `${_id} ${v}`);
    const before = (this.#find('reports', 'contribution_history') as Replaced[])
      .filter(({ t, replacedAt }) => t <= at && replacedAt > at)
      .map(({ _id: { f, v } }) => `${f} ${v}`);
    return [...now, ...before].sort().join();
  }

  /** Stored figures in the oracle's names, all parts together. */
  #cells(): Map<string, number> {
    const figures = new Map<string, number>();
    const add = (name: string, n: number): void => void figures.set(name, (figures.get(name) ?? 0) + n);
    type Cell = {
      u: string;
      m: string;
      d?: Record<string, Record<string, number>>;
      r?: Record<string, Record<string, number>>;
    };
    for (const { u, m, d = {}, r = {} } of this.#find('reports', 'cells') as Cell[]) {
      for (const [day, amounts] of Object.entries(d))
        for (const [key, n] of Object.entries(amounts)) add(`${u} ${dayOf(`${m}-${day}`)} ${key}`, n);
      for (const [child, days] of Object.entries(r))
        for (const [day, n] of Object.entries(days)) add(`${u} ${dayOf(`${m}-${day}`)} <${child}>`, n);
    }
    for (const [name, n] of figures) if (n === 0) figures.delete(name);
    return figures;
  }

  #find(owner: 'meetings' | 'reports', table: string, filter: Doc = {}): unknown[] {
    return this.cluster.ground.engineOf(owner).find(table, filter, null);
  }

  get #accepted(): number {
    return this.#facts.reduce((sum, { version }) => sum + version, 0);
  }
  get #facts(): StoredFact[] {
    return this.#find('meetings', FACTS) as StoredFact[];
  }
  get #contributions(): Contribution[] {
    return this.#find('reports', 'contributions') as Contribution[];
  }
  get #progress(): Progress[] {
    return this.#find('reports', 'progress') as Progress[];
  }
  get #units(): Unit[] {
    return this.#find('reports', 'units') as Unit[];
  }
}

const stretchesOf = (stretches: Unit['record']['stretches']): OracleStretch[] =>
  stretches.map(({ from, to, parentId }) => ({
    from: dayOf(from),
    to: to === null ? null : dayOf(to),
    parent: parentId,
  }));

/** What a meeting adds, in words of its own: one held, its minutes, and who was there, when it is closed. */
function entriesOf({ data }: StoredFact): OracleEntry[] {
  if (data.state !== 'closed' || !data.attendance) return [];
  const { belong, present } = data.attendance;
  const amounts = { 'h:r': 1, 'n:r': 90, 'b:r': belong, 'p:r': present, 'e:r': 1, 'u:r': 1 };
  return [{ unit: data.unitId, day: dayOf(data.date), amounts }];
}

/** The first difference is enough to look into; names of units help. */
function differences(what: string, found: ReadonlyMap<string, number>, wanted: ReadonlyMap<string, number>): string[] {
  const names = new Set([...found.keys(), ...wanted.keys()]);
  const wrong = [...names].filter((name) => found.get(name) !== wanted.get(name));
  if (wrong.length === 0) return [];
  const [first] = wrong as [string];
  const told = UNITS.reduce((text, unit) => text.replaceAll(idOf(unit), unit), first);
  return [`${what}: ${wrong.length}, first ${told}: ${found.get(first)}, not ${wanted.get(first)}`];
}
