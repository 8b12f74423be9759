import { evaluate } from '../launcher/programs.js';

/** What becomes of each line of arguments: options, or why it is refused. */
const options = async (lines: string[]): Promise<unknown[]> => {
  const all = JSON.stringify(lines.map((line) => line.split(' ')));
  const one = '(args) => { try { return it.optionsOf(args); } catch ({ message }) { return message; } }';
  return (await evaluate('faults.mjs', `${all}.map(${one})`)) as unknown[];
};

describe('npm run faults', () => {
  it('takes minutes, a seed, faults and sizes, and refuses all else with what it takes', async () => {
    const [all, few, ...refused] = await options([
      '--minutes 0.5 --seed 7 --only kill,lost-answers --brokers 3 --members 1 --no-crash-points',
      '--no-crash-points --seed 1',
      '--minutes 0',
      '--seed x',
      '--brokers 2',
      '--often',
      '--only',
    ]);
    expect(all).toEqual({
      minutes: 0.5,
      seed: 7,
      only: ['kill', 'lost-answers'],
      brokers: 3,
      members: 1,
      crashPoints: false,
    });
    expect(few).toMatchObject({ seed: 1, minutes: 10, brokers: 1, members: 3, crashPoints: false });
    expect(refused).toEqual(Array(5).fill(expect.stringContaining('npm run faults takes --minutes')));
  });
});
