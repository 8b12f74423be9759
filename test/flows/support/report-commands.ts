import { weekOf } from '../../oracles/periods.js';
import type { Random } from './random.js';
import { whileBusy } from './tree-commands.js';
import type { KnownReport, World } from './world.js';

const REASON = 'Random run';
const TYPE = 'weekly-integrity';

/** A blank one (không phát sinh), or one with figures. */
const content = (world: World, random: Random) =>
  random.chance(0.4)
    ? { nil: true }
    : {
        values: world.entered.map((field) => ({
          measure: field.code,
          value: random.int(50),
        })),
        sections: [{ section: 'situation', text: REASON }],
      };

async function create(world: World, random: Random, key: string): Promise<void> {
  const period = weekOf(world.date(random));
  const unitId = random.pick(world.atLevel('commune')).id;
  const body = { unitId, type: TYPE, period, submit: random.chance(0.8), ...content(world, random) };
  // As a client that lost the answer would: with one key it is one report.
  if (random.chance(0.2)) await world.reports.post('/v1/reports', body, { key });
  world.reportAnswered('hand in report', await world.reports.post('/v1/reports', body, { key }));
}

type ReportCommand = (world: World, random: Random, report: KnownReport, key: string) => Promise<void>;

const review =
  (name: string, body: object): ReportCommand =>
  async (world, _random, report, key) => {
    const options = { key, ifMatch: report.version };
    const reply = await world.superior.post(`/v1/reports/${report.id}/${name}`, body, options);
    world.reportAnswered(`${name} report`, reply);
  };
const giveBack = review('return', { reason: REASON });
const accept = review('accept', {});

const submit: ReportCommand = async (world, random, report, key) => {
  const options = { key, ifMatch: report.version };
  const path = `/v1/reports/${report.id}`;
  if (random.chance(0.5))
    world.reportAnswered('submit report', await world.reports.post(`${path}/submit`, {}, options));
  else world.reportAnswered('correct report', await world.reports.put(path, content(world, random), options));
};
const voidReport: ReportCommand = async (world, _random, report, key) => {
  const options = { key, ifMatch: report.version };
  const reply = await world.reports.post(`/v1/reports/${report.id}/void`, { reason: REASON }, options);
  world.reportAnswered('void report', reply);
};

/** One random command on periodic reports. */
export async function reportCommand(world: World, random: Random, key: string): Promise<void> {
  const report = world.free(
    random,
    [...world.periodic.values()].filter(({ state }) => state !== 'voided'),
  );
  if (!report || random.chance(0.5)) return create(world, random, key);
  const open = report.state === 'draft' || report.state === 'returned';
  const next = open ? submit : random.pick([giveBack, accept, accept]);
  const command = random.chance(0.9) ? next : voidReport;
  await whileBusy(world.periodic, report, () => command(world, random, report, key));
}
