import { randomUUID } from 'node:crypto';
import type { CallOptions, HttpClient, Reply, ServiceName } from '#testing';
import { must, person, type Actors, type Places } from './sentinel-acts.js';
import type { Sentinels } from './sentinels.js';

type Cells = Record<string, unknown>;
const csvCell = (cell: unknown): string => (typeof cell === 'string' ? cell : '');

/** A row of a file as a person fills it in. */
const row = (sentinels: Sentinels, who: string, unit: string, wrong: Cells = {}): Cells => ({
  unit,
  ...person(sentinels, who),
  sex: 'nữ',
  on: '2021-03-01',
  standing: 'chính thức',
  ...wrong,
});

/** Rows wrong in one column each, by what they hold there. */
const wrongRows = (sentinels: Sentinels, format: string, unit: string): Cells[] => {
  const wrongly = (column: string, value: unknown): Cells =>
    row(sentinels, `${format}.wrong-${column}-${typeof value}`, unit, { [column]: value });
  const text = (column: string): Cells => wrongly(column, sentinels.text(`${format}.wrong-${column}.value`));
  const texts = ['unit', 'sex', 'birthDate', 'personalId', 'cardNumber', 'on', 'standing', 'decisionDate', 'id'].map(
    text,
  );
  const short = sentinels.identifier(`${format}.short-personalId`, 10);
  const shortCard = sentinels.identifier(`${format}.short-cardNumber`, 9);
  const [year, month, day] = sentinels.date(`${format}.undeclared-order`).split('-');
  return [
    ...texts,
    row(sentinels, `${format}.lost-zeros`, unit, { personalId: short, cardNumber: shortCard }),
    row(sentinels, `${format}.date-order`, unit, { birthDate: `${day}/${month}/${year}` }),
    row(sentinels, `${format}.too-long`, unit, { nativePlace: sentinels.text(`${format}.long`).repeat(20) }),
    row(sentinels, `${format}.no-name`, unit, { name: '' }),
  ];
};

const csvOf = (rows: readonly Cells[]): string => {
  const columns = [...new Set(rows.flatMap((cells) => Object.keys(cells)))];
  const line = (cells: readonly unknown[]): string => cells.map((cell) => `"${csvCell(cell)}"`).join(';');
  return [line(columns), ...rows.map((cells) => line(columns.map((column) => cells[column])))].join('\r\n');
};

const FILES = {
  csv: ['text/csv', csvOf],
  ndjson: ['application/x-ndjson', (rows: readonly Cells[]) => rows.map((cells) => JSON.stringify(cells)).join('\n')],
} as const;

type Taken = { results: { id: string | null }[] };

/** Files with good, wrong and doubled rows: tried, refused whole, and taken in part. Answers the ids of who was taken up. */
export async function filesComeIn({ registry }: Actors, sentinels: Sentinels, { branch }: Places): Promise<string[]> {
  const ids: string[] = [];
  for (const [format, [textType, write]] of Object.entries(FILES)) {
    const send = (query: string, rows: readonly Cells[] | string) => {
      const body = typeof rows === 'string' ? rows : write(rows);
      return registry.decide<Taken>('POST', `/v1/members/bulk?unit=${branch}&${query}`, { body, textType });
    };
    const good = row(sentinels, `${format}.good`, branch, { confirmedDistinct: 'có' });
    const { name, birthDate, personalId } = good;
    const namesake = row(sentinels, `${format}.namesake`, branch, { name, birthDate, confirmedDistinct: 'có' });
    const taken = must(await send('mode=partial', [good, namesake])).body.results.flatMap(({ id }) => id ?? []);
    if (taken.length !== 2) throw new Error(`${format}: ${taken.length} rows were taken`);
    ids.push(...taken);
    const wrong = [
      good,
      row(sentinels, `${format}.alike`, branch, { name, birthDate }),
      row(sentinels, `${format}.same`, branch, { personalId }),
      ...wrongRows(sentinels, format, branch),
    ];
    must(await send('mode=partial&dryRun=true', [...wrong, row(sentinels, `${format}.dry`, branch)]));
    must(await send('mode=partial', wrong));
    await send('mode=atomic', wrong);
    must(await send('mode=partial&dates=dmy&padIdentifiers=true&dryRun=true', wrong));
    await send('mode=partial', `${write(wrong)}"${sentinels.text(`${format}.broken`)}`);
    await send('mode=partial', `${sentinels.text(`${format}.heading`)};x\r\n1;2`);
    const key = sentinels.identifier(`${format}.key`);
    await send('mode=partial', `{"${key}": 1}\n{broken ${sentinels.text(`${format}.line`)}`);
  }
  return ids;
}

type Target = [service: ServiceName, method: string, path: string, good: Cells];

/** Requests with a personal value where it does not belong. All are refused, or would be none. */
export async function mistakesAreMade(
  actors: Actors & { stranger: HttpClient; nobody: HttpClient },
  sentinels: Sentinels,
  { branch, centre }: Places,
  ids: { registered: string; admitted: string },
): Promise<void> {
  const body = person(sentinels, 'mistakes');
  const entry = { unitId: branch, act: { kind: 'registered', on: '2021-01-01', standing: 'official' }, person: body };
  const targets: Target[] = [
    ['registry', 'POST', '/v1/members', entry],
    ['registry', 'POST', `/v1/members/${ids.admitted}/acts`, { kind: 'left', on: '2024-01-01' }],
    ['registry', 'PUT', `/v1/members/${ids.admitted}/person`, { person: body, reason: 'x' }],
    ['registry', 'POST', '/v1/members/search', { unitId: branch, name: 'ab' }],
    [
      'registry',
      'POST',
      '/v1/offices',
      { memberId: ids.admitted, unitId: branch, office: 'secretary', from: '2024-01-01' },
    ],
    ['registry', 'POST', `/v1/members/${ids.admitted}/liaisons`, { unitId: branch, kind: 'full', from: '2024-01-01' }],
    ['registry', 'POST', `/v1/members/${ids.admitted}/medals`, { step: 30, awardedOn: '2024-02-03' }],
    [
      'registry',
      'POST',
      '/v1/units',
      { code: 'X', name: 'X', kind: 'branch', level: 'branch', parentId: centre, from: '2021-01-01' },
    ],
    ['registry', 'POST', '/v1/roles', { person: 'x', role: 'clerk', unitId: branch, from: '2021-01-01' }],
    ['meetings', 'POST', '/v1/meetings', { unitId: branch, kind: 'regular', startsAt: 'x', endsAt: 'x' }],
    [
      'inspection',
      'POST',
      '/v1/cases',
      {
        unitId: branch,
        committeeId: centre,
        kind: 'inspection',
        form: 'regular',
        object: 'organisation',
        openedOn: '2024-01-01',
        classification: 'none',
      },
    ],
    ['reports', 'POST', '/v1/reports', { unitId: branch, type: 'weekly-integrity', period: '2023-W12' }],
    ['reports', 'POST', '/v1/report-types', { code: 'x-y' }],
  ];
  for (const [service, method, path, good] of targets) {
    const client = actors[service];
    const at = `${method} ${path.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id')}`;
    const send = (sent: unknown, options: CallOptions = {}): Promise<Reply> =>
      client.call(method, path, { body: sent, ifMatch: 1, key: randomUUID(), ...options });
    const text = (what: string): string => sentinels.text(`${at} ${what}`);
    await send(`{"name": "${text('malformed JSON')}", `, { textType: 'application/json' });
    await send(text('no JSON'), { textType: 'application/json' });
    await send(text('text'), { textType: 'text/plain' });
    await send({ ...good, nameOfPerson: text('unknown field') });
    await send({ ...good, [text('field name')]: 1, [sentinels.identifier(`${at} digits as field name`)]: 1 });
    for (const field of Object.keys(good)) {
      await send({ ...good, [field]: text(`in ${field}`) });
      await send({
        ...good,
        [field]: { [sentinels.identifier(`${at} object in ${field}`)]: text(`object in ${field}`) },
      });
      await send({ ...good, [field]: text(`too long in ${field}`).repeat(2_000) });
      await send({ ...good, [field]: Number(sentinels.identifier(`${at} number in ${field}`)) });
    }
    await send(good, {
      headers: { 'idempotency-key': encodeURIComponent(text('key')), 'if-match': encodeURIComponent(text('If-Match')) },
    });
    for (const other of [actors.stranger, actors.nobody])
      await other.call(method, path, {
        body: { ...good, reason: text(`of a stranger ${other === actors.nobody}`) },
        ifMatch: 1,
      });
  }
  await placesAreMistaken(actors, sentinels, entry, ids);
}

/** Right bodies in the wrong state, and addresses that hold what they must not. */
async function placesAreMistaken(
  { registry, stranger, meetings, inspection, reports }: Actors & { stranger: HttpClient },
  sentinels: Sentinels,
  entry: { unitId: string; act: object; person: ReturnType<typeof person> },
  ids: { registered: string; admitted: string },
): Promise<void> {
  const known = must(await registry.get<{ person: Cells; version: number }>(`/v1/members/${ids.registered}`)).body;
  const { personalId, cardNumber, name, birthDate } = known.person;
  const double = (fields: Cells) => registry.post('/v1/members', { ...entry, person: { ...entry.person, ...fields } });
  await double({ personalId });
  await double({ cardNumber });
  await double({ name, birthDate, personalId: null, cardNumber: null });
  await registry.post('/v1/members', { ...entry, id: ids.registered });
  const change = { person: entry.person, reason: sentinels.text('stale.reason') };
  const at = `/v1/members/${ids.admitted}/person`;
  await registry.put(at, change, { ifMatch: 1 });
  await registry.put(at, change);
  await registry.put(at, { ...change, person: { ...entry.person, personalId } }, { ifMatch: 12 });
  await registry.put(`/v1/members/${randomUUID()}/person`, change, { ifMatch: 1 });
  await stranger.put(at, change, { ifMatch: 1 });
  const key = randomUUID();
  const search = (fields: Cells, options?: CallOptions) =>
    registry.call('POST', '/v1/members/search', { body: { unitId: entry.unitId, ...fields }, ...options });
  await registry.post('/v1/members', { ...entry, person: person(sentinels, 'keyed') }, { key });
  await registry.post('/v1/members', { ...entry, person: person(sentinels, 'keyed again') }, { key });
  for (const field of ['name', 'personalId', 'cardNumber'])
    await search({ [field]: sentinels.identifier(`missed search ${field}`) });
  await search({ name, cursor: sentinels.text('search cursor') });
  const address = (what: string): string => encodeURIComponent(sentinels.text(`address ${what}`));
  for (const client of [registry, meetings, inspection, reports]) {
    const mark = `${[registry, meetings, inspection, reports].indexOf(client)}`;
    for (const path of ['/v1/units/:unit/roll?name=', '/v1/members?name=', '/v1/members/', '/v1/', '/', '/health/'])
      await client.call('GET', path.replace(':unit', entry.unitId) + address(`${mark} ${path}`));
    for (const path of ['/v1/members/', '/v1/cases/', '/v1/reports/', '/v1/meetings/', '/v1/report-types/'])
      await client.call('GET', path + sentinels.identifier(`address ${mark} ${path} identifier`));
    await client.call('GET', `/v1/units/${entry.unitId}/rollup?period=${address(`${mark} period`)}`);
    await client.call('GET', `/v1/meetings?unit=${entry.unitId}&cursor=${address(`${mark} cursor`)}`);
    await client.call('GET', `/v1/reports?unit=${entry.unitId}&type=${address(`${mark} type`)}`);
    await client.call('GET', `/v1/units/${entry.unitId}/prefill?type=${address(`${mark} prefill`)}`);
    const trace = sentinels.text(`${mark} header`);
    await client.call('GET', '/v1/units', { headers: { traceparent: encodeURIComponent(trace) } });
  }
}
