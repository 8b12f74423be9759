import * as fc from 'fast-check';
import { TreeAsOf, type TreeView } from '#tree';
import type { Entry } from '../figures/contribution.js';
import { FIRST, IDS, LENGTH, lensWorlds } from '../lenses/lens-worlds.harness.js';
import type { Buckets, Want } from '../rollups/cells.rules.js';
import { periods, read, worlds, IDS as WORLD_IDS } from '../rollups/worlds.harness.js';
import { PlacedSums } from './differences.rules.js';
import { TreePlaces } from './places.rules.js';

jest.setTimeout(60_000);
const options = { numRuns: 200 };

function placed(target: TreeView, entries: readonly Entry[], wants: readonly Want[]): Buckets {
  const sums = new PlacedSums(new TreePlaces(target), wants);
  // In two halves and once too often, as histories come: what is taken away again leaves nothing.
  sums.add(entries, 1);
  sums.add(entries.slice(1), 1);
  sums.add(entries.slice(1), -1);
  return sums.buckets;
}
const nonZero = (buckets: Buckets): unknown =>
  [...buckets]
    .map(([name, sums]) => [name, Object.fromEntries([...sums].filter(([, n]) => n !== 0))] as const)
    .filter(([, sums]) => Object.keys(sums).length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1));

const wantsOf = (unit: string, { from, to }: { from: number; to: number }): Want[] => [
  { bucket: `${unit} flows`, unit, spans: [{ from, to }] },
  { bucket: `${unit} levels`, unit, level: to - 1, as: 'closing', sign: 1 },
  { bucket: `${unit} levels`, unit, level: from - 1, as: 'opening', sign: 1 },
  { bucket: `${unit} moved`, unit, level: from - 1, as: 'moved', sign: -1 },
  { bucket: `${unit} steps`, unit, spans: [{ from, to: Math.floor((from + to) / 2) }], changes: true },
];

describe('entries placed by a tree', () => {
  it('are what they add to the cells of that tree, heads that moved with units among them', () => {
    fc.assert(
      fc.property(worlds, periods, (world, period) => {
        const wants = WORLD_IDS.filter((id) => world.tree.hasEverHadChild(id)).flatMap((id) => wantsOf(id, period));
        expect(nonZero(placed(world.tree, world.entries, wants))).toEqual(nonZero(read(world, wants)));
      }),
      options,
    );
  });

  it('of one day are those of a loop over the facts', () => {
    fc.assert(
      fc.property(lensWorlds(false), fc.nat(LENGTH), fc.nat(LENGTH), ({ tree, entries, oracle }, day, at) => {
        const target = new TreeAsOf(tree, FIRST + day);
        for (const unit of IDS.filter((id) => tree.get(id)?.stretches.length)) {
          const [from, to] = [FIRST + at, FIRST + at + 30];
          const wants = wantsOf(unit, { from, to }).filter(({ bucket }) => /flows|levels/.test(bucket));
          const found = Object.assign(
            {},
            ...[...placed(target, entries, wants).values()].map((s) => Object.fromEntries(s)),
          );
          const wanted = oracle.amounts(unit, from, to, FIRST + day);
          expect([unit, Object.fromEntries(Object.entries(found).filter(([, n]) => n !== 0))]).toEqual([unit, wanted]);
        }
      }),
      options,
    );
  });
});
