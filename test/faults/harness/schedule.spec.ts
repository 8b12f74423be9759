import { planRound, WINDOW_MS, type Planned } from './schedule.js';

const NEMESES = ['kill', 'pause', 'broker', 'network', 'lost-answers', 'rare'].map((name, at) => ({
  name,
  weight: at === 5 ? 0.01 : 3,
}));
const rounds = (seed: number, count: number): Planned[][] =>
  Array.from({ length: count }, (_, round) => planRound(seed, round, NEMESES));

describe('the schedule', () => {
  it('comes from the seed alone', () => {
    expect(rounds(7, 30)).toEqual(rounds(7, 30));
    expect(rounds(7, 30)).not.toEqual(rounds(8, 30));
  });

  it('has each fault once before it follows the weights', () => {
    for (const seed of [1, 2, 3]) {
      const first = rounds(seed, NEMESES.length).flat();
      expect(new Set(first.map(({ nemesis }) => nemesis)).size).toBe(NEMESES.length);
    }
  });

  it('has one to three different faults in a round, each early enough to be seen', () => {
    for (const plan of rounds(3, 200)) {
      expect(plan.length).toBeGreaterThanOrEqual(1);
      expect(plan.length).toBeLessThanOrEqual(3);
      expect(new Set(plan.map(({ nemesis }) => nemesis)).size).toBe(plan.length);
      for (const { afterMs } of plan) expect(afterMs).toBeLessThan(WINDOW_MS);
    }
  });

  it('brings together what meets most', () => {
    const paired = rounds(3, 200).filter((plan) => {
      const names = plan.map(({ nemesis }) => nemesis);
      return names.includes('lost-answers') && names.includes('broker');
    });
    expect(paired.length).toBeGreaterThan(20);
  });

  it('of one fault alone is that one', () => {
    expect(planRound(1, 5, [{ name: 'kill', weight: 1 }]).map(({ nemesis }) => nemesis)).toEqual(['kill']);
  });
});
