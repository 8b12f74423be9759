import { dayOf } from '#calendar';
import { testDatabase } from '#testing';
import type { mongo } from 'mongoose';
import { meetingsBatch, unitsBatch, worker, type ChangeOf, type Worker } from './write-path.harness.js';

jest.setTimeout(60_000);

const JULY = dayOf('2026-07-03');
const SINCE = dayOf('2020-01-01');
const TREE: ChangeOf[] = [
  { revision: 1, unit: 'centre', stretches: [{ from: SINCE, to: null, parent: null }] },
  { revision: 2, unit: 'ward', stretches: [{ from: SINCE, to: null, parent: 'centre' }] },
  { revision: 3, unit: 'branch', stretches: [{ from: SINCE, to: null, parent: 'ward' }] },
];
const WRITES = ['insert', 'update', 'delete', 'findAndModify'];

let database: ReturnType<typeof testDatabase>;
let reports: Worker;

beforeAll(async () => {
  database = testDatabase('write-order');
  reports = await worker(`${database.uri}&monitorCommands=true`);
  await reports.units(unitsBatch(TREE));
});
afterAll(async () => {
  await reports.close();
  await database.drop();
});

/** The commands inside transactions that `work` sent, as `update progress`. */
async function commandsOf(work: () => Promise<unknown>): Promise<string[]> {
  const client = reports.store.connection.getClient();
  const names: string[] = [];
  const note = ({ commandName, command }: mongo.CommandStartedEvent): void => {
    if (command['autocommit'] !== false) return;
    names.push(commandName === 'commitTransaction' ? 'commit' : `${commandName} ${String(command[commandName])}`);
  };
  client.on('commandStarted', note);
  await work();
  client.off('commandStarted', note);
  return names;
}
const writesOf = (names: readonly string[]): string[] =>
  names.filter((name) => WRITES.includes(name.split(' ')[0] ?? ''));

describe('by the commands it sends', () => {
  it('a batch reads its progress first and writes it last', async () => {
    const names = await commandsOf(() => reports.facts(meetingsBatch(0, [{ id: 'm1', unit: 'branch', day: JULY }])));
    expect(names[0]).toBe('find progress');
    expect(names.slice(-2)).toEqual(['update progress', 'commit']);
    expect(writesOf(names)).toEqual(['insert contributions', 'update cells', 'update progress']);
  });

  it('a batch reads the contributions it replaces inside its transaction', async () => {
    const names = await commandsOf(() =>
      reports.facts(meetingsBatch(0, [{ id: 'm1', unit: 'branch', day: JULY, version: 2 }], 1)),
    );
    expect(names.indexOf('find contributions')).toBeGreaterThan(0);
    expect(names.indexOf('find contributions')).toBeLessThan(names.indexOf('update contributions'));
  });

  it('a batch that only skips writes its progress all the same, before its offset is committed', async () => {
    const names = await commandsOf(() =>
      reports.facts(meetingsBatch(0, [{ id: 'm1', unit: 'branch', day: JULY, version: 1 }], 2)),
    );
    expect(writesOf(names)).toEqual(['update progress']);
    expect(names.at(-1)).toBe('commit');
  });

  it('a tree change writes all progress documents first, then the tree and the cells', async () => {
    const move: ChangeOf = { revision: 4, unit: 'branch', stretches: [{ from: SINCE, to: null, parent: 'centre' }] };
    const names = await commandsOf(() => reports.units(unitsBatch([move], 3)));
    const change = names.slice(names.indexOf('commit') + 1);
    expect(change[0]).toBe('update progress');
    expect(writesOf(change)).toEqual([
      'update progress',
      'update cells',
      'update tree_head',
      'update units',
      // Who has a child now is told by a write of its own.
      'update units',
      'update tree_log',
      'update progress',
    ]);
  });
});
