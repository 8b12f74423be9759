// npm run bench -- --acts handover,july: an act of many steps on figures of years, with readers that check and facts that flow.
import { setTimeout as pause } from 'node:timers/promises';

import { Handover, July, stepsOf } from './act-trees.mjs';
import { differ, rollupUrl } from './check.mjs';
import { events, inOrder } from './facts.mjs';
import { keptConnections, percentiles, send } from './http.mjs';
import { idOf, mixed } from './random.mjs';
import { onDatabase, REVISION, Stage } from './stage.mjs';
import { CODES, Sums } from './sums.mjs';

const LOOK_MS = 50;
/** Over so long a rate is told. */
const WINDOW_MS = 3_000;
const PATIENCE_MS = 3_600_000;
/** Meetings of a branch; a few more and those of one month would run into the next. */
const A_YEAR = 12.5;
const MEMBER = 40;
const READERS = 2;
const KINDS = {
  handover: { tree: Handover, years: 5, members: 22, flows: true, least: 8, aim: 2, unit: 's', per: 1 },
  july: { tree: July, years: 1, members: 0, flows: false, least: 12, aim: 3, unit: 'min', per: 60 },
};

export async function acts(apart, options) {
  const { say } = options;
  for (const name of options.acts) {
    const found = await measured(apart, { ...options, name, ...KINDS[name] });
    say(`\n${lines(name, found, KINDS[name]).join('\n')}`);
  }
  return 0;
}

const lines = (name, { steps, seconds, share, lowest, reads, checked, facts, lens }, { least, aim, unit, per }) => [
  `${name}: an act of ${steps} steps on ${facts} facts took ${(seconds / per).toFixed(1)} ${unit} (at most ${least}, aim ${aim})`,
  ...(share === undefined
    ? []
    : [
        `  facts meanwhile: ${share.toFixed(2)} of their rate before (at least 0.33); in the lowest 3 s ${lowest.toFixed(2)}`,
      ]),
  `  ${reads} reads meanwhile, every one added up; ${checked} figures afterwards are the generator's`,
  ...(lens ? lensLines(lens) : []),
];

const lensLines = ({ centre, province, checked }) => [
  `  as-is, the centre's year by province: ${centre.cold} ms cold (at most 2,000), ${centre.warm} warm`,
  `  as-is, a province's quarter before the act by commune: cold ${province.first} ms the first of all (at most 300),`,
  `    others ${spreadOf(province.cold)}; warm ${spreadOf(province.warm)} (50); ${checked} figures are the generator's`,
];

const spreadOf = ({ half, p95, slowest }) => `${half} in half of them, p95 ${p95}, ${slowest} the slowest`;

async function measured(apart, { seed, scale, events: most, name, tree: Tree, years, members, flows, token, say }) {
  const nation = new Tree(seed, scale);
  const stage = new Stage(apart, `act-${name}`);
  const sums = new Sums(nation);
  await stage.store('reports', nation);
  const whole = Math.round(nation.sizes.branches * A_YEAR * years);
  // Of the national tree only as many as were asked for. More than there are in those years would come twice.
  const count = name === 'july' ? Math.min(whole, most) : whole;
  const flow = flows ? Math.min(Math.round(most / 2), Math.round(count / 4)) : 0;
  const base = count - flow;
  const made = events(nation, { shape: 'steady', count, slices: 12 * years }, sums);
  await stage.fill('meetings.events', taken(made, base));
  await stage.fill('registry.members', memberEvents(nation, members));
  const facts = base + members * nation.sizes.branches;
  await stage.start('reports');
  return onDatabase(stage.uriOf('reports'), async (db) => {
    await until(apart, async () => (await done(db)) >= facts, 'facts');
    say(`${name}: ${facts} facts are in the figures`);
    const running = stage.fill('meetings.events', made);
    const watched = await watchAct(apart, db, { nation, stage, token: await token(), facts, flow });
    await running;
    await until(apart, async () => (await done(db)) >= facts + flow, 'facts');
    const at = { reports: apart.addresses.reports, token: await token() };
    const checked = (await checkAfter(at, nation, sums)) + (await checkMembers(at, nation, members));
    const lens = nation.asIs ? await asIsReads(stage, at, [...nation.asIs(sums)]) : undefined;
    await stage.end('reports');
    return { ...watched, steps: nation.steps, facts, checked, lens };
  });
}

/** Lets facts flow for a while, if any are to, then the act come, and looks at both until the act is applied. */
async function watchAct(apart, db, { nation, stage, token, facts, flow }) {
  const { reports } = apart.addresses;
  if (flow > 0) await until(apart, async () => (await done(db)) > facts + flow / 50, 'first of the flow');
  const points = [];
  const look = async () => points.push({ at: performance.now(), done: await done(db) });
  await look();
  if (flow > 0) await until(apart, async () => (await look(), points.at(-1).done > facts + flow / 4), 'flow');
  const begun = performance.now();
  let over = false;
  const readers = Array.from({ length: READERS }, () => readAlong({ reports, token }, nation, () => over));
  const { seed, effective, steps: of } = nation;
  const data = stepsOf(nation.records(), { seed, effective, of, revision: REVISION });
  const filled = stage.fill('registry.tree', treeEvents(data, seed));
  await until(apart, async () => (await look(), (await revision(db)) === REVISION + of), 'act');
  const ended = performance.now();
  const seconds = (ended - begun) / 1000;
  over = true;
  // A short act is as long as a window.
  if (flow > 0)
    await until(apart, async () => (await look(), performance.now() > ended + WINDOW_MS), 'rate after the act');
  await filled;
  const reads = (await Promise.all(readers)).reduce((sum, n) => sum + n, 0);
  return { seconds, reads, ...(flow > 0 ? rates(points, { begun, ended, all: facts + flow }) : {}) };
}

/** Rates of facts before the act and during it, while there were any left; also of windows that began in it. */
function rates(points, { begun, ended, all }) {
  const rate = (from, to) => ((to.done - from.done) / Math.max(1, to.at - from.at)) * 1000;
  const split = points.findIndex(({ at }) => at >= begun);
  const before = rate(points[0], points[Math.max(1, split - 1)]);
  const left = points.slice(split).filter(({ done: n }, at, list) => n < all || list[at - 1]?.done < all);
  const during = left.filter(({ at }) => at <= Math.max(ended, begun + WINDOW_MS));
  const share = during.length < 2 ? 1 : rate(during[0], during.at(-1)) / before;
  const windows = left
    .filter(({ at }) => at <= ended)
    .flatMap((from, at) => {
      const to = left.slice(at).find((one) => one.at >= from.at + WINDOW_MS);
      return to ? [rate(from, to) / before] : [];
    });
  return { share, lowest: Math.min(share, ...windows) };
}

/** Asks for the centre by province again and again: what is left over beside the provinces is nothing, at every step. */
async function readAlong({ reports, token }, nation, over) {
  const agent = keptConnections(1);
  let [reads, before] = [0, 0];
  while (!over()) {
    const url = rollupUrl(reports, nation.centreId(), { period: '2025', by: 'child' });
    const { status, text } = await send(agent, { method: 'GET', url, token });
    if (status !== 200) throw new Error(`${url}: ${status} ${text.slice(0, 300)}`);
    const { figures, rows } = JSON.parse(text);
    const own = rows.find(({ type }) => type === 'own').figures;
    const wrong = own.find(({ value }) => value !== 0);
    if (wrong) throw new Error(`WRONG: ${wrong.value} of ${wrong.measure} lie in no province`);
    const held = figures.find(({ measure }) => measure === CODES[0]).value;
    // Corrections may take one from the year; the act takes none.
    if (held < before - 50) throw new Error(`WRONG: the centre had ${before} meetings and has ${held}`);
    before = held;
    reads += 1;
    await pause(LOOK_MS);
  }
  agent.destroy();
  return reads;
}

async function checkAfter({ reports, token }, nation, sums) {
  const agent = keptConnections(1);
  let equal = 0;
  for (const [unitId, period, wanted] of nation.wanted(sums)) {
    const url = rollupUrl(reports, unitId, { period, by: 'child' });
    const { status, text } = await send(agent, { method: 'GET', url, token });
    if (status !== 200) throw new Error(`${url}: ${status} ${text.slice(0, 300)}`);
    equal += differ(JSON.parse(text), wanted);
  }
  agent.destroy();
  return equal;
}

/**
 * Figures in the tree after the act, each asked for twice by a service that has just begun: the centre first, and after
 * another start the provinces. Milliseconds.
 */
async function asIsReads(stage, at, wanted) {
  const [centre, ...provinces] = wanted;
  await restarted(stage);
  const [ofCentre] = await askedTwice(at, [centre]);
  await restarted(stage);
  const [first, ...others] = await askedTwice(at, provinces);
  const spread = (times) => {
    const { p50: half, p95 } = percentiles(times);
    return { half, p95, slowest: Math.max(...times) };
  };
  const warm = spread([first, ...others].map((one) => one.warm));
  return {
    centre: ofCentre,
    province: { first: first.cold, cold: spread(others.map((one) => one.cold)), warm },
    checked: [ofCentre, first, ...others].reduce((sum, { equal }) => sum + equal, 0),
  };
}

async function restarted(stage) {
  await stage.end('reports');
  await stage.start('reports');
}

async function askedTwice({ reports, token }, wanted) {
  const agent = keptConnections(1);
  const timed = async (url) => {
    const begun = performance.now();
    const { status, text } = await send(agent, { method: 'GET', url, token });
    if (status !== 200) throw new Error(`${url}: ${status} ${text.slice(0, 300)}`);
    return { ms: Math.round(performance.now() - begun), answer: JSON.parse(text) };
  };
  const found = [];
  for (const [unitId, period, rows] of wanted) {
    const url = rollupUrl(reports, unitId, { period, by: 'child', tree: 'as-is' });
    const [cold, warm] = [await timed(url), await timed(url)];
    found.push({ cold: cold.ms, warm: warm.ms, equal: differ(cold.answer, rows) + differ(warm.answer, rows) });
  }
  agent.destroy();
  return found;
}

async function checkMembers({ reports, token }, nation, members) {
  if (members === 0) return 0;
  const agent = keptConnections(1);
  const url = `${reports}/v1/units/${nation.provinceId(1)}/rollup?period=2025&measures=members.total`;
  const { text } = await send(agent, { method: 'GET', url, token });
  agent.destroy();
  const { value } = JSON.parse(text).figures[0];
  const wanted = members * nation.sizes.branches;
  if (value !== wanted) throw new Error(`WRONG: ${value} members, not ${wanted}`);
  return 1;
}

async function until(apart, reached, what) {
  const end = performance.now() + PATIENCE_MS;
  while (!(await reached())) {
    if (apart.gaveUp) throw apart.gaveUp;
    if (performance.now() > end) throw new Error(`not within an hour: ${what}`);
    await pause(LOOK_MS);
  }
}

const progress = (db) => db.collection('progress').find({}, { projection: { topic: 1, next: 1, treeRevision: 1 } });
async function done(db) {
  const shards = await progress(db).toArray();
  return shards.reduce(
    (sum, { topic, next }) => sum + (['meetings.events', 'registry.members'].includes(topic) ? next : 0),
    0,
  );
}
const revision = async (db) => (await progress(db).limit(1).toArray())[0].treeRevision;

function* taken(all, count) {
  for (let n = 0; n < count; n += 1) {
    const { value, done: ended } = all.next();
    if (ended) return;
    yield value;
  }
}

const envelope = (type, subject, id, data) =>
  Buffer.from(
    JSON.stringify({
      specversion: '1.0',
      id,
      type,
      source: '/registry',
      subject,
      time: '2025-07-01T00:00:00.000Z',
      datacontenttype: 'application/json',
      traceparent: `00-${id.replaceAll('-', '')}-${id.slice(0, 8)}00000001-01`,
      data: inOrder(data),
    }),
  );

function* treeEvents(steps, seed) {
  for (const step of steps)
    yield { key: 'tree', value: envelope('registry.unit-changed.v1', 'tree', idOf(seed, 41, step.treeRevision), step) };
}

/** So many on the roll of each branch since before the years that are looked at. */
function* memberEvents(nation, each) {
  const { seed } = nation;
  for (let at = 0; at < nation.sizes.branches * each; at += 1) {
    const memberId = idOf(seed, MEMBER, at);
    const unitId = nation.branchId(Math.floor(at / each));
    const from = `2020-0${1 + (mixed(seed, MEMBER, at) % 9)}-15`;
    const is = { standing: 'official', exempt: false, suspended: false, inTransit: false };
    const data = {
      memberId,
      version: 1,
      voided: false,
      stretches: [{ unitId, from, to: null, ...is }],
      temporary: [],
      transferOverdue: [],
      movements: [{ kind: 'registered', unitId, date: from }],
    };
    const subject = `member/${memberId}`;
    yield { key: subject, value: envelope('registry.member-changed.v1', subject, idOf(seed, 42, at), data) };
  }
}
