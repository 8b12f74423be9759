import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Parser } from '@asyncapi/parser';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Kafka, logLevel } from 'kafkajs';
import { ADMINISTRATOR, eventually, kafkaBrokers, startSystem, type System } from '#testing';
import { undeclared } from './answers.js';
import { exampleRequest, nameOf, routesOf, undocumented, type Document, type Route } from './documents.js';
import { Forgery } from './forgery.js';

jest.setTimeout(420_000);

const SERVICES = ['registry', 'meetings', 'inspection', 'reports'] as const;
type Service = (typeof SERVICES)[number];

/** Holds every right, in a province that no example speaks of. */
const FOREIGNER = 'routes-foreign-administrator';
/** Holds nothing. */
const NOBODY = 'routes-nobody';
/** What a role at a unit opens in each service. */
const WITHIN: Record<Service, (unit: string) => string> = {
  registry: (unit) => `/v1/roles?unit=${unit}`,
  meetings: (unit) => `/v1/meetings?unit=${unit}`,
  inspection: (unit) => `/v1/cases?unit=${unit}`,
  reports: (unit) => `/v1/units/${unit}/rollup?period=2026`,
};

type Answer = { status: number; type: string; body: Record<string, unknown>; text: string };

describe('every route of every service', () => {
  const keys = mkdtempSync(join(tmpdir(), 'routes-'));
  let system: System;
  let routes: Route[];
  const documents = new Map<Service, Document>();

  const send = async (route: Route, token: string | null, supplied: Record<string, string> = {}): Promise<Answer> => {
    const { method, path, headers, body, contentType } = exampleRequest(route, supplied);
    const answer = await fetch(system.one(route.service as Service).url + path, {
      method,
      headers: {
        ...headers,
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': contentType }),
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const type = answer.headers.get('content-type') ?? '';
    // A stream does not end by itself: what it begins with is its answer here.
    if (type.startsWith('text/event-stream')) {
      const text = await firstChunk(answer);
      return { status: answer.status, type, text, body: text as unknown as Record<string, unknown> };
    }
    const text = await answer.text();
    // The metrics are text and nothing else.
    if (type.startsWith('text/plain'))
      return { status: answer.status, type, text, body: text as unknown as Record<string, unknown> };
    return {
      status: answer.status,
      type,
      text,
      body: type.includes('json') ? (JSON.parse(text) as Record<string, unknown>) : {},
    };
  };

  /** Checks all routes and lists those that fail, so that one run shows everything. */
  const over = async (chosen: Route[], check: (route: Route) => Promise<string[]>): Promise<string[]> => {
    expect(chosen.length).toBeGreaterThan(0);
    const faults: string[] = [];
    for (const route of chosen) faults.push(...(await check(route)).map((fault) => `${nameOf(route)}: ${fault}`));
    return faults;
  };
  const refused = ({ status, body }: Answer, expected: number, code: string): string[] =>
    status === expected && body.code === code
      ? []
      : [`answered ${status} ${String(body.code)} instead of ${expected} ${code}`];
  const withAccess = (...kinds: string[]): Route[] =>
    routes.filter(({ operation }) => kinds.includes(operation['x-access'] ?? ''));

  beforeAll(async () => {
    // An issuer of its own, whose keys this test can sign with.
    const { OIDC_ISSUER: shared } = process.env;
    delete process.env.OIDC_ISSUER;
    process.env.ISSUER_DATA = keys;
    system = await startSystem();
    delete process.env.ISSUER_DATA;
    if (shared) process.env.OIDC_ISSUER = shared;
    await loadDemo(system);
    for (const service of SERVICES) {
      const answer = await fetch(`${system.one(service).url}/docs-json`);
      documents.set(service, (await answer.json()) as Document);
    }
    routes = SERVICES.flatMap((service) => routesOf(service, documents.get(service)!));
    const province = await foreignProvince();
    const grant = { person: FOREIGNER, role: 'administrator', unitId: province, from: '2020-01-01' };
    const given = await system.client('registry').post('/v1/roles', grant);
    if (given.status !== 201) throw new Error(`no role for the foreigner: ${JSON.stringify(given.body)}`);
    for (const service of SERVICES) await holdsRole(service, province);
  });
  afterAll(async () => {
    await system?.stop();
    rmSync(keys, { recursive: true });
  });

  const token = (sub: string): Promise<string> => Forgery.of(system.issuer.url, keys).signed({ sub });

  async function foreignProvince(): Promise<string> {
    const found = await system
      .client('registry')
      .get<{ items: { id: string; name: string }[] }>('/v1/units?q=quang+ngai');
    const province = found.body.items.find(({ name }) => name.includes('Quảng Ngãi'));
    if (!province) throw new Error(`no Quảng Ngãi among ${JSON.stringify(found.body)}`);
    return province.id;
  }

  /** The role has come to a service when it opens there what only who holds one in that province may see. */
  const holdsRole = (service: Service, province: string): Promise<unknown> =>
    eventually(async () => (await system.client(service, FOREIGNER).get(WITHIN[service](province))).status === 200, {
      timeoutMs: 60_000,
    });

  it('belongs to a document that is valid OpenAPI', async () => {
    for (const service of SERVICES) {
      const { valid, errors } = await new Validator().validate(
        structuredClone(documents.get(service)) as unknown as Record<string, unknown>,
      );
      expect({ service, valid, errors }).toEqual({ service, valid: true, errors: undefined });
    }
  });

  it('has a summary, examples and error answers, and says who may call it', async () => {
    expect(await over(routes, async (route) => undocumented(route))).toEqual([]);
  });

  it('answers 401 without a token', async () => {
    const closed = withAccess('reference', 'unit', 'person', 'operations');
    expect(await over(closed, async (route) => refused(await send(route, null), 401, 'no-token'))).toEqual([]);
  });

  it('answers 401 to tokens that are forged, expired or meant for others', async () => {
    const forged = await Forgery.of(system.issuer.url, keys).refused(ADMINISTRATOR);
    const sample = SERVICES.flatMap(
      (service) => withAccess('operations', 'unit').find((route) => route.service === service) ?? [],
    );
    for (const [wrong, forgery] of Object.entries(forged)) {
      const faults = await over(sample, async (route) => refused(await send(route, forgery), 401, 'invalid-token'));
      expect({ wrong, faults }).toEqual({ wrong, faults: [] });
    }
  });

  it('answers 403 to a person who may do everything, but in another subtree', async () => {
    const bearer = await token(FOREIGNER);
    expect(
      await over(withAccess('unit', 'operations'), async (route) =>
        refused(await send(route, bearer), 403, 'outside-subtree'),
      ),
    ).toEqual([]);
  });

  it('answers 404 about people on the rolls of another subtree, as if they were not there', async () => {
    for (const sub of [FOREIGNER, NOBODY]) {
      const bearer = await token(sub);
      expect(
        await over(withAccess('person'), async (route) => refused(await send(route, bearer), 404, 'no-such-member')),
      ).toEqual([]);
    }
  });
  it('answers 403 to a person without a role, also when the token claims roles', async () => {
    const claims = {
      roles: ['administrator'],
      role: 'administrator',
      scope: 'api admin',
      groups: ['administrators'],
      unitId: '*',
      admin: true,
    };
    const bearer = await Forgery.of(system.issuer.url, keys).signed({ sub: NOBODY, ...claims });
    const closed = withAccess('unit', 'operations');
    expect(await over(closed, async (route) => refused(await send(route, bearer), 403, 'outside-subtree'))).toEqual([]);
  });

  it('answers its example as it declares', async () => {
    const bearer = await token(ADMINISTRATOR);
    const letters = await plantDeadLetters(system);
    const faults = await over(inOrder(routes), async (route) => {
      const letter = letters.get(`${route.service} ${route.method}`);
      const supplied = letter && route.path.includes('/dead-letters/{id}') ? { id: letter } : {};
      const { status, type, body, text } = await send(route, bearer, supplied as Record<string, string>);
      if ((status < 200 || status > 299) && body.code !== allowedRefusal(route))
        return [`its example is answered ${status}: ${text.slice(0, 400)}`];
      return undeclared(route, status, type, body).map((fault) => `answered ${status}, but ${fault}`);
    });
    expect(faults).toEqual([]);
  });

  it('is found wanting when it is not documented', () => {
    const document = structuredClone(documents.get('registry')!);
    document.paths['/v1/planted'] = {
      post: { requestBody: { content: {} }, responses: { '201': { description: '' } } },
    };
    const planted = routesOf('registry', document).filter(({ path }) => path === '/v1/planted');
    expect(planted.flatMap(undocumented)).toEqual(
      expect.arrayContaining([
        'no summary',
        expect.stringMatching('no x-access'),
        'a body without schema',
        'no example of 401',
      ]),
    );
  });

  it('is accompanied by a valid AsyncAPI document of the events', async () => {
    const { body } = await system.client('reports').get('/v1/asyncapi');
    const { diagnostics, document } = await new Parser().parse(JSON.stringify(body));
    const errors = diagnostics.filter(({ severity }) => !severity); // 0: the others are advice
    expect(errors.map(({ message, path }) => `${path.join('.')}: ${message}`)).toEqual([]);
    expect(document?.channels().all().length).toBeGreaterThan(0);
  });
});

async function firstChunk(answer: Response): Promise<string> {
  const reader = answer.body!.getReader();
  const { value } = await reader.read();
  await reader.cancel();
  return new TextDecoder().decode(value);
}

/** Reads before writes, and those that end a thing last, so that each example meets what it speaks of. */
function inOrder(routes: Route[]): Route[] {
  const rank = ({ method, path }: Route): number => {
    if (method === 'get') return 0;
    return /\/(void|close|discard|redrive)$/.test(path) ? 2 : 1;
  };
  return [...routes].sort((a, b) => rank(a) - rank(b));
}

/** A refusal that is right all the same: nothing unreadable becomes readable, and the registry takes no events. */
function allowedRefusal({ service, path }: Route): string | undefined {
  if (service === 'registry' && path.includes('/dead-letters/{id}')) return 'dead-letter-not-found';
  // The demo has no figure that differs from its source.
  if (path.includes('/differences/{id}')) return 'no-such-difference';
  return path.endsWith('/redrive') ? 'dead-letter-still-refused' : undefined;
}

/** The demo data, by its own loader, as `npm start` does it. */
async function loadDemo(system: System): Promise<void> {
  const where = {
    registry: system.one('registry').url,
    meetings: system.one('meetings').url,
    inspection: system.one('inspection').url,
    reports: system.one('reports').url,
    issuer: system.issuer.url,
  };
  const script = `import { loadDemo } from './deploy/local/demo/load.mjs';
    await loadDemo({ ...${JSON.stringify(where)}, log: () => {} });`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
}

/** Sends each service something unreadable, so that there are dead letters to read, take up again and discard. */
async function plantDeadLetters(system: System): Promise<Map<string, string>> {
  const topics = ['registry.events', 'meetings.events'];
  const kafka = new Kafka({ brokers: kafkaBrokers().split(','), logLevel: logLevel.NOTHING });
  const producer = kafka.producer();
  await producer.connect();
  for (const topic of topics)
    for (const value of ['{cut', '{cut short', 'not JSON'])
      await producer.send({ topic: system.prefix + topic, messages: [{ value }] });
  await producer.disconnect();
  const ids = new Map<string, string>();
  for (const service of ['meetings', 'inspection', 'reports'] as const) {
    const found = await eventually(
      async () => {
        const { body } = await system.client(service).get<{ items: { id: string }[] }>('/v1/dead-letters');
        return body.items.length >= 3 && body.items;
      },
      { timeoutMs: 30_000 },
    );
    ids.set(`${service} get`, found[0]!.id).set(`${service} post`, found[1]!.id);
  }
  return ids;
}
