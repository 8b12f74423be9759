import { localDayOf, type Period } from '#calendar';
import { testDatabase } from '#testing';
import { worker, type Worker } from '../figures/write-path.harness.js';
import { Asking, shown } from './changes.harness.js';
import type { Changes } from './changes.service.js';
import { ChangesLimits } from './limits.js';

jest.setTimeout(120_000);

const ROUNDS = 8;
const UNITS = ['centre', 'p', 'q', 'w', 'x', 'b', 'c'];
const MEASURES = 'meetings.held,attendance.rate,members.total,members.opening,members.moved-with-units';
const FIRST = localDayOf(Date.now()) - 40;
const PERIOD: Period = { id: '', from: FIRST + 10, to: FIRST + 30 };
const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 1e9));

/** Numbers that follow from the seed alone (mulberry32). */
let state = seed;
function random(below: number): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
}
const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;

let database: ReturnType<typeof testDatabase>;
let reports: Worker;
beforeAll(async () => {
  database = testDatabase('changes-random');
  reports = await worker(database.uri);
});
afterAll(async () => {
  await reports.close();
  await database.drop();
});

const versions = new Map<string, number>();
const next = (id: string): { id: string; version: number } => {
  const version = (versions.get(id) ?? 0) + 1;
  versions.set(id, version);
  return { id, version };
};
const aMeeting = () => ({
  ...next(`m${random(12)}`),
  unit: pick([...UNITS, 'later']),
  day: FIRST + random(40),
  present: 1 + random(30),
  state: random(6) === 0 ? ('voided' as const) : ('closed' as const),
  ...(random(4) === 0 ? { joint: pick(UNITS) } : {}),
});
const aMember = () => {
  const days = [...new Set(Array.from({ length: random(3) }, () => FIRST + random(40)))].sort((a, b) => a - b);
  const end = random(2) === 0 ? null : FIRST + 40;
  return { ...next(`p${random(6)}`), stays: days.map((from) => ({ unit: pick(UNITS), from })), end };
};

/** A legal move of a unit, in the past or from now on; the order of UNITS is one from above to below. */
async function move(asking: Asking): Promise<void> {
  const at = 1 + random(UNITS.length);
  const unit = UNITS[at] ?? 'later';
  const cut = FIRST + random(40);
  const above = UNITS.slice(0, at);
  const stretches = [
    { from: FIRST - 50, to: cut, parent: pick(above) },
    { from: cut + random(3), to: null, parent: pick(above) },
  ];
  await asking.units({ unit, stretches });
}

type Noted = { at: Date; figures: Map<string, Record<string, unknown>> };

it(`between any two settled instants adds up to the difference of what the rollups said then (SEED=${seed})`, async () => {
  process.stdout.write(`changes, random: SEED=${seed}\n`);
  const asking = new Asking(reports, 0);
  const byTime = new Asking(reports, 0, Object.assign(new ChangesLimits(), { fewUnits: 0 }));
  const question = { measures: MEASURES, period: PERIOD };
  await asking.units(
    ...UNITS.map((unit, at) => ({
      unit,
      stretches: [{ from: FIRST - 50, to: null, parent: at === 0 ? null : (UNITS[(at - 1) >> 1] as string) }],
    })),
  );
  const noted: Noted[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const at = await asking.settle();
    const figures = new Map<string, Record<string, unknown>>();
    // Nothing came since, so this is what the cells say.
    for (const unit of UNITS) figures.set(unit, shown(await asking.ask({ unit, from: at, ...question }), 'after'));
    noted.push({ at, figures });
    for (let batch = 0; batch < 5; batch += 1) {
      const dice = random(4);
      if (dice === 0) await move(asking);
      else if (dice === 1) await asking.members(aMember());
      else await asking.meetings(...Array.from({ length: 1 + random(3) }, aMeeting));
    }
  }
  for (let asked = 0; asked < 60; asked += 1) {
    const [first, second] = [pick(noted), pick(noted)].sort((a, b) => a.at.getTime() - b.at.getTime()) as [
      Noted,
      Noted,
    ];
    const unit = pick(UNITS);
    const changes = await pick([asking, byTime]).ask({ unit, from: first.at, to: second.at, ...question });
    expect([shown(changes, 'before'), shown(changes, 'after')]).toEqual([
      first.figures.get(unit),
      second.figures.get(unit),
    ]);
    for (const { measure, before, after, kinds } of changes.figures) {
      const rows = changes.items.filter((item) => item.measure === measure.code);
      const difference = (after.numerator ?? after.value ?? 0) - (before.numerator ?? before.value ?? 0);
      expect([sum(kinds), sum(rows)]).toEqual([difference, difference]);
    }
  }
});

const sum = (list: readonly Pick<Changes['items'][number], 'amount'>[]): number =>
  list.reduce((n, { amount }) => n + amount.numerator, 0);
