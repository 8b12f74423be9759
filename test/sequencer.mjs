import Sequencer from '@jest/test-sequencer';

const TIERS = ['e2e', 'int', 'unit', 'browser'];
/** They take minutes, and their files are small. */
const LONGEST = [
  'kill-run.e2e-spec.ts',
  'random-run.e2e-spec.ts',
  'demo.e2e-spec.ts',
  'start.e2e-spec.ts',
  'routes.e2e-spec.ts',
  'outage.e2e-spec.ts',
  'crash-points.e2e-spec.ts',
  'simulation.spec.ts',
];

const rankOf = ({ path, context }) => {
  const long = LONGEST.findIndex((name) => path.endsWith(`/${name}`));
  return long >= 0 ? long : LONGEST.length + TIERS.indexOf(context.config.displayName.name);
};

/**
 * Whole systems first. On a fresh clone jest knows no durations and goes by the size of files: the longest runs would come
 * last, one after the other, while the second worker has nothing left to do.
 */
export default class LongestFirst extends Sequencer {
  async sort(tests) {
    return (await super.sort(tests)).toSorted((one, other) => rankOf(one) - rankOf(other));
  }
}
