/** What random tests of the write path share: a history from a seed, and the naive fold that stored cells are held against. */
import { dayOf } from '#calendar';
import { Tree, TreeFault } from '#tree';
import { oracleFigures, type OracleStretch } from '../../../../test/oracles/cells.js';
import { meetingKey } from './measure-keys.js';
import {
  storedContributions,
  storedFigures,
  unitRecord,
  wrongTotals,
  wrongYears,
  type ChangeOf,
  type MemberOf,
  type StretchOf,
  type Worker,
} from './write-path.harness.js';

export const FIRST = dayOf('2025-11-01');
export const DAYS = 240;
export const UNITS = Array.from({ length: 14 }, (_, at) => `unit-${at}`);
export const FACTS = 260;
export const MEMBERS = 30;
export const CHANGES = 60;
const REGULAR = [meetingKey('held', 'regular'), meetingKey('joined', 'regular')];

/** Numbers that follow from the seed alone (mulberry32). */
function randomOf(start: number): (below: number) => number {
  let state = start;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}
/** A history of units, meetings and members, legal in this order, and how to shake it; all from one seed. */
export class RandomHistory {
  readonly random: (below: number) => number;

  constructor(seed: number) {
    this.random = randomOf(seed);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.random(list.length)] as T;
  }

  shuffled<T>(list: readonly T[]): T[] {
    const rest = [...list];
    return list.map(() => rest.splice(this.random(rest.length), 1)[0] as T);
  }

  /** Changes of the tree that are legal in this order, with moves in the past and the future. */
  tree(changesWanted = CHANGES): ChangeOf[] {
    const tree = new Tree();
    const changes: ChangeOf[] = [];
    const known: string[] = [];
    const put = (unit: string, stretches: StretchOf[]): void => {
      const revision = changes.length + 1;
      try {
        tree.apply(unitRecord(unit, revision, stretches), revision);
      } catch (fault) {
        if (fault instanceof TreeFault) return;
        throw fault;
      }
      if (!known.includes(unit)) known.push(unit);
      changes.push({ revision, unit, stretches });
    };
    put('unit-0', [{ from: FIRST, to: null, parent: null }]);
    while (changes.length < changesWanted) {
      const unit = this.pick(UNITS.slice(1));
      const cut = FIRST + this.random(DAYS);
      const stretches: StretchOf[] = [{ from: FIRST - 100, to: cut, parent: this.pick(known) }];
      if (this.random(3) > 0) stretches.push({ from: cut + this.random(20), to: null, parent: this.pick(known) });
      put(unit, this.random(15) === 0 ? [] : stretches);
    }
    return changes;
  }

  /** Every version of every meeting: corrected, moved to another branch or day, voided. */
  meetings() {
    return Array.from({ length: FACTS }, (_, at) =>
      Array.from({ length: 1 + this.random(4) }, (_none, version) => ({
        id: `fact-${at}`,
        unit: this.pick(UNITS),
        day: FIRST + this.random(DAYS),
        version: version + 1,
        present: 1 + this.random(40),
        state: this.random(8) === 0 ? ('voided' as const) : ('closed' as const),
        ...(this.random(5) === 0 ? { joint: this.pick(UNITS) } : {}),
      })),
    ).flat();
  }

  /** Every version of every member: on the roll of one unit after another, corrected, or entered by mistake. */
  members(): MemberOf[] {
    return Array.from({ length: MEMBERS }, (_, at) =>
      Array.from({ length: 1 + this.random(3) }, (_none, version) => {
        const days = Array.from({ length: this.random(4) }, () => FIRST + this.random(DAYS)).sort((a, b) => a - b);
        const stays = [...new Set(days)].map((from) => ({ unit: this.pick(UNITS), from }));
        const end = this.random(2) === 0 ? null : FIRST + DAYS + this.random(10);
        return { id: `member-${at}`, version: version + 1, stays, end };
      }),
    ).flat();
  }

  /** Cuts a list into batches of random sizes. */
  batches<T>(list: readonly T[], most: number): T[][] {
    const result: T[][] = [];
    for (let at = 0; at < list.length;) {
      const size = 1 + this.random(most);
      result.push(list.slice(at, at + size));
      at += size;
    }
    return result;
  }
}

/** Compares the stored cells with a naive fold over the stored contributions under the stored tree, in one snapshot. */
export async function compare({ store }: Worker): Promise<{ revision: number; facts: number }> {
  const snapshot = await store.connection.startSession({ snapshot: true });
  try {
    const heads = store.db.collection<{ revision: number }>('tree_head');
    const head = await heads.findOne({}, { session: snapshot });
    const records = await store.db
      .collection<{
        record: { id: string; stretches: { from: string; to: string | null; parentId: string | null }[] };
        hadChild?: true;
      }>('units')
      .find({}, { session: snapshot })
      .toArray();
    const contributions = await storedContributions(store, snapshot);
    const units = new Map<string, OracleStretch[]>(
      records.map(({ record }) => [
        record.id,
        record.stretches.map(({ from, to, parentId }) => ({
          from: dayOf(from),
          to: to === null ? null : dayOf(to),
          parent: parentId,
        })),
      ]),
    );
    const parents = new Set(records.filter(({ hadChild }) => hadChild).map(({ record }) => record.id));
    const entries = contributions.flatMap(({ p }) =>
      p.map(({ u, d, to, m }) => ({ unit: u, day: d, amounts: m, ...(to === undefined ? {} : { to }) })),
    );
    // Nobody is on a roll before the first day, and nothing moves after the last.
    const days = { epoch: FIRST - 1, lastDay: FIRST + DAYS + 40 };
    const expected = oracleFigures({ units, parents, entries, ...days }, REGULAR);
    const stored = await storedFigures(store, snapshot);
    expect(Object.fromEntries(stored)).toEqual(Object.fromEntries(expected));
    expect(await wrongTotals(store, snapshot)).toEqual([]);
    expect(await wrongYears(store, snapshot)).toEqual([]);
    return { revision: head?.revision ?? -1, facts: contributions.length };
  } finally {
    await snapshot.endSession();
  }
}
