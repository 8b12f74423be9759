// npm run bench: its options, and what of the whole work they stand for.
import { Trouble } from '../../deploy/local/trouble.mjs';
import { MEETINGS_A_YEAR } from './facts.mjs';
import { NATION } from './tree.mjs';

export const USAGE =
  'npm run bench takes --scale <0.01 … 1>, --events <in a backlog>, --runs <of each, the best counts>, --meetings <over REST>, ' +
  '--seconds <of meetings at a steady rate>, --seed <number>, --cache <GB of MongoDB>, --growth, --acts <handover|july>, and --only steady|evening|members|rest|system (several with commas).';
export const ACTS = ['handover', 'july'];
export const PARTS = ['members', 'evening', 'rest', 'steady', 'system'];
const NUMBERS = {
  scale: [0.001, 1],
  events: [1_000, 20_000_000],
  runs: [1, 20],
  meetings: [50, 1_000_000],
  seconds: [1, 3_600],
  seed: [0, 2 ** 31],
  cache: [0.25, 64],
};

export function optionsOf(args) {
  const options = {
    scale: 1,
    events: 120_000,
    runs: 1,
    meetings: 4_000,
    seconds: 30,
    seed: 1,
    // As npm start has it; a national year does not fit into it.
    cache: 0.25,
    growth: false,
    acts: [],
    parts: PARTS,
  };
  for (let at = 0; at < args.length; at += 1) {
    const name = args[at].replace(/^--/, '');
    if (name === 'growth') options.growth = true;
    else if (name === 'acts') options.acts = actsOf(args[(at += 1)]);
    else if (name === 'only') options.parts = partsOf(args[(at += 1)]);
    else if (name in NUMBERS) options[name] = numberOf(NUMBERS[name], args[(at += 1)]);
    else throw new Trouble(USAGE);
  }
  return options;
}

function numberOf([least, most], text) {
  const number = Number(text);
  if (!(number >= least && number <= most)) throw new Trouble(USAGE);
  return number;
}

function actsOf(text = '') {
  const wanted = text.split(',');
  if (!wanted.every((act) => ACTS.includes(act))) throw new Trouble(USAGE);
  return wanted;
}

function partsOf(text = '') {
  const wanted = text.split(',');
  if (!wanted.every((part) => PARTS.includes(part))) throw new Trouble(USAGE);
  // What looks at the whole system looks at the steady year.
  return PARTS.filter((part) => wanted.includes(part) || (part === 'steady' && wanted.includes('system')));
}

/** One line on how much of the whole this run is. */
export function partOfTheWhole({ scale, events }) {
  const year = (events / (MEETINGS_A_YEAR * 1.04)) * 100;
  const evening = (Math.min(events, NATION.branches * scale) / NATION.branches) * 100;
  return `tree: ${(scale * 100).toFixed(1)} % of the nation; steady: ${year.toFixed(1)} % of its year; evening: ${evening.toFixed(1)} % of it`;
}
