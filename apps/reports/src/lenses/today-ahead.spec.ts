import { localDayOf } from '#calendar';
import type { UnitRecord } from '#contracts';
import type { Health, HealthIndicatorRegistry } from '#http';
import { Tree } from '#tree';
import { viewOf } from './lens.rules.js';
import { TodayAhead } from './today-ahead.js';

const unit = (id: string, parentId: string | null): UnitRecord => ({
  id,
  version: 1,
  voided: false,
  stretches: [{ from: '2020-01-01', to: null, code: id, name: id, kind: 'commune', level: 'commune', parentId }],
});

describe('the tree of today', () => {
  let replica: { latest: Tree; atHand: jest.Mock };
  let ready: () => Promise<Health>;
  let ahead: TodayAhead;
  let made: jest.SpyInstance;
  let grouped: jest.SpyInstance;

  beforeEach(() => {
    jest.useFakeTimers({ now: new Date('2026-07-03T05:00:00Z'), doNotFake: ['performance', 'setImmediate'] });
    const tree = Tree.load([unit('centre', null), unit('province', 'centre'), unit('ward', 'province')], 3);
    replica = { latest: tree, atHand: jest.fn(async () => undefined) };
    const health = {
      add: (_: string, probe: typeof ready) => void (ready = probe),
    } as never as HealthIndicatorRegistry;
    ahead = new TodayAhead(replica as never, health);
    ahead.onModuleInit();
    made = jest.spyOn(Tree.prototype, 'succeeded');
    grouped = jest.spyOn(Tree.prototype, 'childrenApart');
  });
  afterEach(() => {
    ahead.onModuleDestroy();
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  const another = (): void => {
    const { latest } = replica;
    replica.latest = latest.fork();
    replica.latest.apply(unit(`ward ${latest.revision}`, 'province'), latest.revision + 1);
  };
  const times = (): number => made.mock.calls.length;

  it('is made before the service is ready, and not again for who asks', async () => {
    expect(await ready()).toEqual({ ok: true });
    expect(replica.atHand).toHaveBeenCalledTimes(1);
    expect(times()).toBe(1);
    expect(grouped.mock.calls.map(([id]) => id)).toEqual(expect.arrayContaining(['centre', 'province']));
    viewOf(replica.latest, { name: 'as-is' }, localDayOf(new Date()));
    await ready();
    expect(times()).toBe(1);
  });

  it('is not made of a tree that is not at hand yet', async () => {
    await ahead.look();
    await ahead.look();
    expect(times()).toBe(0);
  });

  it('is made anew once a tree that changed stands still', async () => {
    await ready();
    for (let step = 0; step < 3; step += 1) {
      another();
      await ahead.look();
    }
    expect(times()).toBe(1);
    await ahead.look();
    await ahead.look();
    expect(times()).toBe(2);
  });

  it('is made anew when the day is over, at midnight in Viet Nam', async () => {
    await ready();
    await ahead.look();
    jest.setSystemTime(new Date('2026-07-03T16:59:59Z'));
    await ahead.look();
    expect(times()).toBe(1);
    jest.setSystemTime(new Date('2026-07-03T17:00:00Z'));
    await ahead.look();
    expect(times()).toBe(2);
  });
});
