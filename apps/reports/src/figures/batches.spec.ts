import * as fc from 'fast-check';
import { dayOf } from '#calendar';
import type { EventData, EventType } from '#contracts';
import { versionGate, type ReceivedEvent } from '#messaging';
import { Tree } from '#tree';
import { foldFacts } from '../../../../libs/messaging/src/consume/fold.rules.js';
import { oracleFigures, type OracleStretch } from '../../../../test/oracles/cells.js';
import { CellSums, EPOCH } from './cell-sums.js';
import type { Entry } from './contribution.js';
import { derive } from './derive.js';
import { addEffect } from './effect.js';
import { meetingKey } from './measure-keys.js';
import { idOf, meeting, member, unitRecord } from './write-path.harness.js';

const FIRST = EPOCH + 10;
const DAYS = 60;
const LEAVES = ['a', 'b', 'c'];
const PLACES: Record<string, OracleStretch[]> = {
  root: [{ from: FIRST - 5, to: null, parent: null }],
  left: [{ from: FIRST - 5, to: null, parent: 'root' }],
  right: [{ from: FIRST - 5, to: null, parent: 'root' }],
  a: [{ from: FIRST - 5, to: null, parent: 'left' }],
  // One that moves, and comes back.
  b: [
    { from: FIRST - 5, to: FIRST + 20, parent: 'left' },
    { from: FIRST + 20, to: FIRST + 40, parent: 'right' },
    { from: FIRST + 40, to: null, parent: 'left' },
  ],
  c: [{ from: FIRST - 5, to: null, parent: 'right' }],
};
const tree = Tree.load(
  Object.entries(PLACES).map(([name, stretches], at) => unitRecord(name, at + 1, stretches)),
  6,
);

type Event = ReceivedEvent<EventData<EventType>>;
const eventOf = (type: EventType, factId: string, version: number, data: unknown): Event => ({
  id: `${factId}/${version}`,
  type,
  factId,
  version,
  hash: JSON.stringify(data),
  data: data as EventData<EventType>,
  time: '',
  raw: Buffer.alloc(0),
  offset: '0',
});

const unit = fc.constantFrom(...LEAVES);
const day = fc.integer({ min: FIRST, max: FIRST + DAYS });
const meetingState = fc.record({
  unit,
  day,
  present: fc.integer({ min: 1, max: 30 }),
  state: fc.constantFrom('closed' as const, 'closed' as const, 'voided' as const),
});
const memberState = fc.record({
  stays: fc
    .uniqueArray(day, { maxLength: 3 })
    .chain((days) =>
      fc.tuple(...days.sort((x, y) => x - y).map((from) => fc.record({ unit, from: fc.constant(from) }))),
    ),
  end: fc.option(fc.constant(FIRST + DAYS + 5)),
});
/** A fact in all its versions. */
const meetingFact = (id: string) =>
  fc
    .array(meetingState, { minLength: 1, maxLength: 4 })
    .map((states) =>
      states.map((state, at) =>
        eventOf('meetings.meeting-recorded.v1', id, at + 1, meeting({ id, version: at + 1, ...state })),
      ),
    );
const memberFact = (id: string) =>
  fc
    .array(memberState, { minLength: 1, maxLength: 3 })
    .map((states) =>
      states.map(({ stays, end }, at) =>
        eventOf('registry.member-changed.v1', id, at + 1, member({ id, version: at + 1, stays, end })),
      ),
    );
const facts = fc.tuple(meetingFact('m0'), meetingFact('m1'), meetingFact('m2'), memberFact('p0'), memberFact('p1'));

type Batch = { shard: number; events: Event[] };
/** Every version once or more, in any order, cut into batches anywhere, each batch on any shard. */
const deliveries = facts.chain((made) => {
  const all = made.flat();
  return fc
    .tuple(
      fc.shuffledSubarray([...all, ...all], { minLength: all.length }),
      fc.shuffledSubarray(all, { minLength: all.length }),
      fc.array(fc.record({ shard: fc.integer({ min: 0, max: 2 }), size: fc.integer({ min: 1, max: 6 }) }), {
        minLength: 50,
        maxLength: 50,
      }),
    )
    .map(([some, whole, cuts]) => ({ made, batches: batchesOf([...some, ...whole], cuts) }));
});

function batchesOf(events: readonly Event[], cuts: readonly { shard: number; size: number }[]): Batch[] {
  const rest = [...events];
  return cuts.flatMap(({ shard, size }) => (rest.length > 0 ? [{ shard, events: rest.splice(0, size) }] : []));
}

/** The stored side in memory: contributions, and cells by shard; what the appliers do in their transactions. */
class Figures {
  readonly contributions = new Map<string, { version: number; hash: string; entries: Entry[] }>();
  readonly shards = new Map<number, Map<string, number>>();
  applied = 0;

  apply({ shard, events }: Batch): void {
    const sums = new CellSums();
    for (const round of foldFacts(events))
      for (const event of round) {
        const old = this.contributions.get(event.factId);
        const verdict = versionGate(old, event);
        if (verdict === 'conflict') throw new Error(`a conflict at ${event.id}`);
        if (verdict !== 'apply') continue;
        const entries = derive(event.type, event.data as EventData<EventType>);
        addEffect(sums, old?.entries ?? [], tree, -1);
        addEffect(sums, entries, tree, 1);
        this.applied += event.version - (old?.version ?? 0);
        this.contributions.set(event.factId, { version: event.version, hash: event.hash, entries });
      }
    this.#write(shard, sums);
  }

  /** Cells from the contributions alone, as a rebuild makes them. */
  rebuilt(): Figures {
    const made = new Figures();
    const sums = new CellSums();
    for (const { entries } of this.contributions.values()) addEffect(sums, entries, tree, 1);
    made.#write(0, sums);
    return made;
  }

  /** All shards together, without what comes to nothing. */
  merged(): [string, number][] {
    const total = new Map<string, number>();
    for (const cells of this.shards.values())
      for (const [name, n] of cells) total.set(name, (total.get(name) ?? 0) + n);
    return [...total].filter(([, n]) => n !== 0).sort(([x], [y]) => (x < y ? -1 : 1));
  }

  #write(shard: number, sums: CellSums): void {
    const cells = this.shards.get(shard) ?? new Map<string, number>();
    this.shards.set(shard, cells);
    for (const { unit: id, month, inc } of sums.toArray())
      for (const [path, n] of Object.entries(inc))
        cells.set(`${id} ${month} ${path}`, (cells.get(`${id} ${month} ${path}`) ?? 0) + n);
  }
}

/** Of days only, in the oracle's names. */
const figuresOf = (merged: readonly [string, number][]): [string, number][] =>
  merged
    .flatMap(([name, n]): [string, number][] => {
      const [id, month, path] = name.split(' ') as [string, string, string];
      const [part, second, third] = path.split('.') as [string, string, string];
      if (part === 't') return [];
      const at = dayOf(`${month}-${part === 'd' ? second : third}`);
      return [[part === 'd' ? `${id} ${at} ${third}` : `${id} ${at} <${second}>`, n]];
    })
    .sort(([x], [y]) => (x < y ? -1 : 1));

function expectedOf(made: readonly Event[][]): [string, number][] {
  const last = made.map((versions) => versions.at(-1)!);
  const entries = last
    .flatMap(({ type, data }) => derive(type, data))
    .map(({ u, d, to, m }) => ({ unit: u, day: d, amounts: m, ...(to === undefined ? {} : { to }) }));
  const units = new Map(
    Object.entries(PLACES).map(([name, stretches]) => [
      idOf(name),
      stretches.map((stretch) => ({ ...stretch, parent: stretch.parent === null ? null : idOf(stretch.parent) })),
    ]),
  );
  const parents = new Set(['root', 'left', 'right'].map(idOf));
  const regular = [meetingKey('held', 'regular'), meetingKey('joined', 'regular')];
  const figures = oracleFigures({ units, parents, entries, epoch: EPOCH, lastDay: FIRST + DAYS + 10 }, regular);
  return [...figures].sort(([x], [y]) => (x < y ? -1 : 1));
}

describe('whatever the order, repetition and cutting of events', () => {
  it('the figures are those of the last versions; shards add up to one; rebuilt is the same', () => {
    fc.assert(
      fc.property(deliveries, ({ made, batches }) => {
        const figures = new Figures();
        for (const batch of batches) figures.apply(batch);
        const merged = figures.merged();
        expect(figuresOf(merged)).toEqual(expectedOf(made));
        expect(figures.rebuilt().merged()).toEqual(merged);
        const alone = new Figures();
        alone.apply({ shard: 0, events: batches.flatMap(({ events }) => events) });
        expect(alone.merged()).toEqual(merged);
        expect(figures.applied).toBe(made.flat().length);
      }),
      { numRuns: 60 },
    );
  });
});
