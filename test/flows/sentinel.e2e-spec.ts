import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import { eventually, everyRecord, kafkaBrokers, startSystem, type HttpClient, type System } from '#testing';
import { everythingKept, MAY_HOLD, type Kept } from './support/everything-kept.js';
import { listeningClient, type Heard } from './support/listening-client.js';
import { casesRun, meetingsHappen, membersLive, membersServe, must, reportsGoUp } from './support/sentinel-acts.js';
import { minutesAreWritten } from './support/sentinel-content.js';
import { followupGoesOn } from './support/sentinel-followup.js';
import { committeeSits } from './support/sentinel-sessions.js';
import { filesComeIn, mistakesAreMade } from './support/sentinel-mistakes.js';
import { actsAreDrafted } from './support/sentinel-acts-of-units.js';
import { scoresAreGiven } from './support/sentinel-scores.js';
import { Sentinels, type Leak } from './support/sentinels.js';
import { plantSmallTree } from './support/small-tree.js';

const SERVICES = ['registry', 'meetings', 'inspection', 'reports'] as const;
const REVIEWER = 'demo-secretary-vinh-niem';
const STRANGER = 'demo-operator-centre';

/**
 * Must hold 4 of the issue on members: every personal field and free text carries a value of its own that occurs
 * nowhere else, so each place where one turns up names the field that leaked.
 */
describe('personal values', () => {
  const sentinels = new Sentinels();
  const heard: Heard[] = [];
  /** Addresses of reads by those who may; they are asked for when all is done. */
  const reads: string[] = [];
  let system: System;
  let registry: HttpClient;
  let kept: Kept[];
  /** What outsiders wrote on topics: the only records that may hold what was planted. */
  const foreign = new Set<string>();

  beforeAll(async () => {
    system = await startSystem({ env: { LOG_LEVEL: 'trace' } });
    for (const name of SERVICES) {
      const { body } = await system.client(name).get('/docs-json');
      sentinels.avoid(JSON.stringify(body));
    }
    const tree = await plantSmallTree(system);
    const client = (name: (typeof SERVICES)[number], sub?: string | null) => listeningClient(system, name, heard, sub);
    registry = client('registry');
    const branch2 = randomUUID();
    const parents = { level: 'branch', kind: 'residential-branch', from: '2020-01-01' };
    must(await registry.post('/v1/units', { id: branch2, code: 'B-2', name: 'B', parentId: tree.ward, ...parents }));
    must(
      await registry.post('/v1/roles', {
        person: REVIEWER,
        role: 'administrator',
        unitId: tree.centre,
        from: '2020-01-01',
      }),
    );
    const places = { ...tree, branch2 };
    const actors = {
      registry,
      meetings: client('meetings'),
      inspection: client('inspection'),
      reports: client('reports'),
      another: client('reports', REVIEWER),
      stranger: client('registry', STRANGER),
      nobody: client('registry', null),
    };
    await eventually(async () => must(await actors.another.get(`/v1/reports?unit=${tree.ward}`)), {
      timeoutMs: 30_000,
    });
    const ids = await membersLive(actors, sentinels, places);
    const people = [
      ...(await membersServe(actors, sentinels, places, ids.admitted)),
      ...(await Promise.all([ids.registered, ids.admitted, ids.mistaken].map((id) => versionsOf(id)))).flat(),
      `/v1/units/${tree.branch}/roll?on=2023-03-01&limit=1`,
      `/v1/units/${tree.centre}/roll?on=2023-03-01&scope=subtree`,
      `/v1/units/${tree.branch}/duplicates?limit=1`,
      `/v1/units/${tree.branch}/medals?award=2027-02-03`,
    ];
    const meeting = await meetingsHappen(actors, sentinels, places, ids.registered);
    meeting.push(...(await minutesAreWritten(actors, sentinels, places, ids.registered)));
    meeting.push(...(await followupGoesOn(actors, sentinels, places)));
    meeting.push(...(await committeeSits(actors, sentinels, places)));
    meeting.push(...(await scoresAreGiven(actors, sentinels, places)));
    await actsAreDrafted(actors, sentinels, places);
    const cases = await casesRun(actors, sentinels, places, ids.registered);
    const reports = await reportsGoUp(actors, sentinels, places);
    const fromFiles = await filesComeIn(actors, sentinels, places);
    people.push(...fromFiles.map((id) => `/v1/members/${id}`));
    await mistakesAreMade(actors, sentinels, places, ids);
    reads.push(...people, ...meeting, ...cases, ...reports);
    for (const [from, paths] of [
      [registry, people],
      [actors.meetings, meeting],
      [actors.inspection, cases],
      [actors.reports, reports],
    ] as const)
      for (const path of paths) must(await from.get(path));
    for (const name of SERVICES)
      for (const path of ['/health/live', '/health/ready', '/metrics', '/docs-json', '/v1/dead-letters'])
        await client(name).get(path);
    await produceWrongly();
    await settled();
    kept = await everythingKept(system);
  }, 300_000);
  afterAll(() => system?.stop(), 60_000);

  const versionsOf = async (id: string): Promise<string[]> => {
    const path = `/v1/members/${id}`;
    const { body } = must(await registry.get<{ items: { version: number }[] }>(`${path}/versions?limit=100`));
    return [path, `${path}/versions`, ...body.items.map(({ version }) => `${path}/versions/${version}`)];
  };

  /** Records that no service of ours writes: personal values where an id, a code or nothing belongs. */
  async function produceWrongly(): Promise<void> {
    const value = (data: object): string =>
      JSON.stringify({
        specversion: '1.0',
        id: randomUUID(),
        source: '/outsider',
        type: 'registry.member-changed.v1',
        subject: randomUUID(),
        time: '2026-01-01T00:00:00Z',
        datacontenttype: 'application/json',
        data,
      });
    const fact = {
      memberId: randomUUID(),
      version: 1,
      voided: false,
      temporary: [],
      transferOverdue: [],
      movements: [],
    };
    const values = [
      `{"name": "${sentinels.text('record cut')}`,
      sentinels.text('record of text'),
      value({
        ...fact,
        stretches: [{ unitId: sentinels.text('record unit'), standing: sentinels.text('record standing') }],
      }),
      value({ ...fact, memberId: sentinels.text('record member'), stretches: [] }),
      value({ ...fact, stretches: sentinels.text('record stretches'), [sentinels.text('record field')]: 1 }),
      value({ [sentinels.identifier('record bare field')]: sentinels.text('record bare') }),
    ];
    const producer = new Kafka({ brokers: kafkaBrokers().split(','), logLevel: logLevel.NOTHING }).producer();
    await producer.connect();
    await producer.send({
      topic: `${system.prefix}registry.members`,
      messages: values.map((each) => ({ key: randomUUID(), value: each })),
    });
    await producer.disconnect();
    for (const each of values) foreign.add(each);
    for (const name of ['meetings', 'reports'] as const)
      await eventually(
        async () => {
          const { body } = await listeningClient(system, name, heard).get<{ items: unknown[] }>('/v1/dead-letters');
          return body.items.length >= values.length;
        },
        { timeoutMs: 60_000 },
      );
  }

  /** Nothing is under way any more: every entry of every outbox is sent. */
  const settled = (): Promise<true> =>
    eventually(
      async () =>
        (await everythingKept(system)).every(
          ({ collection, text }) =>
            collection !== 'outbox' || !('sentAt' in JSON.parse(text)) || JSON.parse(text).sentAt,
        ),
      { timeoutMs: 30_000, everyMs: 500 },
    );

  const none = (leaks: Leak[]): void => {
    const told = leaks.map(({ field, where }) => `${field} in ${where}`);
    expect([...new Set(told)].slice(0, 100)).toEqual([]);
  };
  const address = (path: string): string => path.split('?', 1)[0]!;

  it('reach who has the right to them', () => {
    const shown = heard.filter(({ reply, path }) => reply.status === 200 && reads.includes(path));
    const seen = new Set(sentinels.in(JSON.stringify(shown.map(({ reply }) => reply.body))));
    const accepted = sentinels.fields.filter((field) => ACCEPTED.test(field));
    expect(accepted.length).toBeGreaterThan(100);
    expect(accepted.filter((field) => !seen.has(field))).toEqual([]);
  });

  it('are in no record on any topic', async () => {
    const records = await everyRecord(system.prefix);
    expect(new Set(records.map(({ topic }) => topic)).size).toBeGreaterThan(5);
    const own = records.filter(({ value }) => !foreign.has(value));
    expect(records.length - own.length).toBe(foreign.size);
    none(own.flatMap(({ topic, ...parts }) => sentinels.leaks(topic, JSON.stringify(parts) + parts.value)));
  }, 90_000);

  it('are in no line of any process', () => {
    for (const service of system.services) expect(service.logs().length).toBeGreaterThan(100);
    none(
      system.services.flatMap(({ name, lines }) =>
        lines.flatMap((line) => sentinels.leaks(`log of ${name}: ${line.slice(0, 200)}`, line)),
      ),
    );
  });

  it('are in no problem', () => {
    const problems = heard.filter(({ reply }) => reply.status >= 400);
    expect(problems.filter(({ reply }) => reply.status >= 500)).toEqual([]);
    expect(new Set(problems.map(({ reply }) => reply.status))).toEqual(
      new Set([400, 401, 403, 404, 409, 412, 422, 428]),
    );
    none(
      problems.flatMap(({ service, method, path, reply }) =>
        sentinels.leaks(`${reply.status} of ${service} ${method} ${address(path)}`, JSON.stringify(reply.body)),
      ),
    );
  });

  it('are in no header, receipt or cursor, and in no answer of a write', () => {
    const texts = heard.flatMap(({ service, method, path, reply }) => {
      const where = `${service} ${method} ${address(path)}`;
      const { next = '', receipt = '' } = reply.body as { next?: string; receipt?: string };
      const written = method !== 'GET' && !path.endsWith('/search') ? JSON.stringify(reply.body) : '';
      // A search is a POST all through: its cursor is in bodies only.
      const cursor = method === 'GET' ? next : '';
      return [written, receipt, cursor ?? '', ...reply.headers.values()].map((text) => ({ where, text }));
    });
    none(texts.flatMap(({ where, text }) => sentinels.leaks(where, text)));
  });

  it('are in nothing that services tell of themselves', () => {
    const pages = heard.filter(({ path }) => /^\/(health|metrics|docs-json)|dead-letters/.test(path));
    expect(pages.filter(({ reply }) => reply.status === 200).length).toBeGreaterThan(8);
    none(
      pages.flatMap(({ service, path, reply }) =>
        sentinels.leaks(`${service} ${address(path)}`, JSON.stringify(reply.body)),
      ),
    );
  });

  it('are kept by their owner alone: not with keys, in outboxes, dead letters, feeds, replicas or figures', () => {
    const names = new Set(kept.map(({ collection }) => collection));
    for (const name of ['commands', 'outbox', 'dead_letters', 'contributions', 'cells', 'progress'])
      expect(names).toContain(name);
    const holding = new Map<string, string>();
    for (const { database, collection, text } of kept) {
      const [field] = sentinels.in(text);
      if (field) holding.set(`${database}.${collection}`, field);
    }
    const named = Object.entries(MAY_HOLD).flatMap(([database, all]) => all.map((name) => `${database}.${name}`));
    expect([...holding].filter(([name]) => !named.includes(name))).toEqual([]);
    // A name that holds nothing would hide a leak to come.
    expect(named.filter((name) => !holding.has(name))).toEqual([]);
  });
});

/** Fields of what was accepted, which are read again: of persons, acts and texts. */
const ACCEPTED =
  /^(csv\.good|ndjson\.good|registered|admitted|mistaken|replaced|recognised|temporary-.*|exempt.*|suspen.*|transfer-.*|deleted|corrected|correction|actVoid|personChange|memberVoid|office.*|liaison.*|meeting.*|minutes.*|resolution|opinion|session|finding.*|withdrawal|obligation|case.*|annulment|report|reportReturn|reportVoid|rewritten|wrong)\./;
