import { addDays } from '../../oracles/periods.js';
import type { Random } from './random.js';
import { whileBusy } from './tree-commands.js';
import type { KnownCase, World } from './world.js';

const REASON = 'Random run';
const UNCLASSIFIED = { classification: 'none' };
const SEVERITIES = ['less-serious', 'serious', 'very-serious', 'exceptionally-serious'];
const CONTENTS = ['unity', 'corruption-and-waste', 'land-and-resources', 'other'];

async function open(world: World, random: Random, key: string): Promise<void> {
  const openedOn = world.date(random);
  const unit = random.pick(world.atLevel(random.chance(0.8) ? 'branch' : 'commune'));
  const body = {
    unitId: unit.id,
    committeeId: random.pick(world.atLevel('centre')).id,
    kind: random.pick(['inspection', 'supervision']),
    form: random.pick(['regular', 'thematic']),
    object: 'organisation',
    openedOn,
    ...UNCLASSIFIED,
  };
  world.caseAnswered('open case', await world.inspection.post('/v1/cases', body, { key }));
}

const later = (world: World, random: Random, ...dates: (string | null)[]): string => {
  const last = dates.reduce<string>((latest, date) => (date !== null && date > latest ? date : latest), world.from);
  const date = addDays(last, random.int(40));
  return date > world.to ? world.to : date;
};

type CaseCommand = (world: World, random: Random, found: KnownCase, key: string) => Promise<void>;

const send =
  (name: string, path: string, body: (world: World, random: Random, found: KnownCase) => unknown): CaseCommand =>
  async (world, random, found, key) => {
    const options = { key, ifMatch: found.version };
    const asked = body(world, random, found);
    world.caseAnswered(name, await world.inspection.post(`/v1/cases/${found.id}/${path}`, asked, options));
  };

const find = send('record finding', 'findings', (world, random, found) => ({
  date: later(world, random, found.openedOn),
  severity: random.pick(SEVERITIES),
  content: random.pick(CONTENTS),
  summary: REASON,
  ...UNCLASSIFIED,
}));

const conclude = send('conclude case', 'conclude', (world, random, found) => {
  const on = later(
    world,
    random,
    found.openedOn,
    ...found.findings.map(({ date, withdrawnOn }) => withdrawnOn ?? date),
  );
  const obligations = Array.from({ length: random.int(3) }, () => ({
    due: addDays(on, random.between(1, 60)),
    text: REASON,
  }));
  return { on, conclusion: REASON, obligations, ...UNCLASSIFIED };
});

const close = send('close case', 'close', (world, random, found) => ({
  on: later(world, random, found.concludedOn, ...found.obligations.map(({ fulfilledOn }) => fulfilledOn)),
}));
const annul = send('annul case', 'annul', (world, random, found) => ({
  on: later(world, random, found.concludedOn, found.closedOn),
  reason: REASON,
}));
const voidCase = send('void case', 'void', () => ({ reason: REASON }));

const withdraw: CaseCommand = async (world, random, found, key) => {
  const standing = found.findings.filter(({ withdrawnOn }) => withdrawnOn === null);
  if (standing.length === 0) return find(world, random, found, key);
  const { findingId, date } = random.pick(standing);
  return send('withdraw finding', `findings/${findingId}/withdraw`, () => ({
    on: later(world, random, date),
    reason: REASON,
  }))(world, random, found, key);
};

const fulfil: CaseCommand = async (world, random, found, key) => {
  const due = found.obligations.filter(({ fulfilledOn }) => fulfilledOn === null);
  if (due.length === 0) return close(world, random, found, key);
  const { obligationId } = random.pick(due);
  return send('fulfil obligation', `obligations/${obligationId}/fulfil`, () => ({
    on: later(world, random, found.concludedOn),
    evidence: REASON,
    ...UNCLASSIFIED,
  }))(world, random, found, key);
};

/** One random command on cases: mostly what comes next, sometimes what may be refused. */
export async function caseCommand(world: World, random: Random, key: string): Promise<void> {
  const found = world.free(
    random,
    [...world.cases.values()].filter(({ state }) => state !== 'voided'),
  );
  if (!found || random.chance(0.3)) return open(world, random, key);
  const dice = random.next();
  const next: CaseCommand =
    found.state === 'opened'
      ? random.pick([find, find, withdraw, conclude])
      : found.state === 'concluded'
        ? random.pick([fulfil, fulfil, close])
        : annul;
  const command = dice < 0.85 ? next : dice < 0.93 ? annul : voidCase;
  await whileBusy(world.cases, found, () => command(world, random, found, key));
}
