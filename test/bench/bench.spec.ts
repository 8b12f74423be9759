import { toEvent } from '../../apps/meetings/src/meetings/meeting-state.js';
import type { MeetingDocument } from '../../apps/meetings/src/meetings/meeting.schema.js';
import { outcome } from '../launcher/programs.js';

/** What a module of plain Node prints as JSON, with the bench's own modules at hand. */
async function printed(code: string): Promise<unknown> {
  const modules = ['tree', 'facts', 'sums', 'sources', 'options', 'table', 'chart'];
  const imports = modules.map(
    (name) => `import * as ${name} from ${JSON.stringify(`${process.cwd()}/test/bench/${name}.mjs`)};`,
  );
  const { code: exit, output } = await outcome(['--input-type=module', '-e', `${imports.join('\n')}\n${code}`]);
  if (exit !== 0) throw new Error(output);
  return JSON.parse(output);
}

/** Folds events as anybody would who knows only what they say: the highest version of each fact, summed by year. */
const FOLD = `
const nation = new tree.Nation(7, 0.01);
const sent = new sums.Sums(nation);
const newest = new Map();
let [count, repeats, corrections] = [0, 0, 0];
const seen = new Set();
for (const { key, value } of facts.events(nation, { shape: SHAPE, count: 4000, slices: SLICES, members: MEMBERS }, sent)) {
  const { id, data } = JSON.parse(value);
  count += 1;
  repeats += seen.has(id) ? 1 : 0;
  corrections += !seen.has(id) && data.version > 1 ? 1 : 0;
  seen.add(id);
  if ((newest.get(data.meetingId)?.data.version ?? 0) < data.version) newest.set(data.meetingId, { key, data });
}
const folded = {};
for (const { key, data } of newest.values()) {
  const place = key + ' ' + data.date.slice(0, 4);
  folded[place] = (folded[place] ?? 0) + data.attendance.present + 1000 * data.minutes + 1e8;
}
const told = {};
const at = ['attendance.present', 'meetings.minutes', 'meetings.held'].map((code) => sums.CODES.indexOf(code));
for (const year of sent.years())
  for (const [id, n] of sent.of(String(year), 'commune')) told[id + ' ' + year] = n[at[0]] + 1000 * n[at[1]] + 1e8 * n[at[2]];
console.log(JSON.stringify({ folded, told, count, repeats, corrections }));
`;
type Folded = { folded: object; told: object; count: number; repeats: number; corrections: number };
const fold = async (shape: string, slices = 1, members = false): Promise<Folded> =>
  (await printed(`const [SHAPE, SLICES, MEMBERS] = ${JSON.stringify([shape, slices, members])};${FOLD}`)) as Folded;

describe('the work of npm run bench', () => {
  it.each([
    ['steady', 1, false],
    ['steady', 24, true],
    ['evening', 1, false],
  ])('%s in %i slices: its sums are those of the events it sent', async (shape, slices, members) => {
    const { folded, told, count, repeats, corrections } = await fold(shape, slices, members);
    expect(told).toEqual(folded);
    expect(count).toBe(4_000);
    expect(repeats / count).toBeCloseTo(0.01, 2);
    expect(corrections / count).toBeCloseTo(0.03, 2);
  });

  it('is the same for the same seed, and another for another', async () => {
    const first = (seed: number): string =>
      `[...facts.events(new tree.Nation(${seed}, 0.01), { shape: 'steady', count: 50 })].map(({ value }) => value.toString())`;
    const [one, again, other] = (await printed(
      `console.log(JSON.stringify([${first(1)}, ${first(1)}, ${first(2)}]))`,
    )) as string[][];
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
  });

  it('is what the meetings service would send of the meetings that the bench has it hold', async () => {
    const pairs = (await printed(`
      const nation = new tree.Nation(7, 0.01);
      const pairs = [];
      const add = (_, meeting, sign) => sign > 0 && pairs.push([meeting, sources.documentOf(meeting)]);
      for (const members of [false, true])
        for (const _ of facts.events(nation, { shape: 'steady', count: 40, members }, { add }));
      console.log(JSON.stringify(pairs));`)) as [object, MeetingDocument][];
    expect(pairs.length).toBeGreaterThan(60);
    for (const [meeting, { startsAt, endsAt, ...document }] of pairs)
      expect(toEvent({ ...document, startsAt: new Date(startsAt), endsAt: new Date(endsAt) })).toEqual(meeting);
  });

  it('has the nation’s tree, each unit below another of the level above', async () => {
    expect(
      await printed(`
        const nation = new tree.Nation(1, 1);
        const ids = new Set();
        let orphans = 0;
        for (const { _id, record } of nation.documents(1)) {
          const { parentId } = record.stretches[0];
          if (parentId !== null && !ids.has(parentId)) orphans += 1;
          ids.add(_id);
        }
        console.log(JSON.stringify([ids.size, orphans]));`),
    ).toEqual([1 + 34 + 3_321 + 250_000, 0]);
  });

  it('says what is missing of each figure, and draws the growth', async () => {
    const run = `{ events: 900, seconds: 1, cpuSeconds: 0.09, perSecond: PER, mongodMicros: 50 }`;
    const found = (perSecond: number): string =>
      `{ steady: { worker: [${run.replace('PER', String(perSecond))}], writing: [${run.replace('PER', '10000')}], reading: [{ perSecond: 90000 }] } }`;
    const [good, bad, svg] = (await printed(`
      const points = [0.01, 0.1, 1].flatMap((scale) => [1, 2, 5].map((years) => ({ scale, years, worker: 40, mongod: 60, perSecond: 9, quarter: 3, year: 4 })));
      console.log(JSON.stringify([table.tableOf(${found(9_000)}), table.tableOf(${found(5_000)}), chart.chartOf(points)]))`)) as string[];
    expect(good).toMatch(/share of \(b\) +0\.90 .*✓\n.*events\/s +9,000 .*✓\n.*100 µs, 50 µs/);
    expect(bad).toMatch(/share of \(b\) +0\.50 .*✗\n.*events\/s +5,000 .*✗/);
    expect(svg).toMatch(/^<svg .*<\/svg>\n$/s);
    expect(svg).not.toMatch(/NaN|undefined/);
  });

  it.each([['--scale', '2'], ['--only', 'everything'], ['--fast']])('refuses %s %s with one line', async (...args) => {
    const options = printed(`console.log(JSON.stringify(options.optionsOf(${JSON.stringify(args)})))`);
    await expect(options).rejects.toThrow('npm run bench takes');
  });
});
