import { randomUUID } from 'node:crypto';
import type { RoleName } from '#contracts';
import { Store } from '#mongo';
import { eventually, TestApp, type PublishedFact, type Reply } from '#testing';
import { ABOUT, AppModule } from '../app.module.js';

export const CLERK = 'demo-clerk-my-phong';
export const FOREIGN_CLERK = 'demo-clerk-dak-pek';
export const READER = 'demo-operator-centre';

export type Row = Record<string, string | number>;
export type Fault = { column: string; code: string; detail: string };
export type Problem = { code: string; detail: string; errors: { path: string; code: string; detail: string }[] };
export type FileReply = Reply<
  Problem & {
    rows: number;
    accepted: number;
    refused: number;
    results: { row: number; id: string | null; receipt: string | null; errors: Fault[] }[];
  }
>;

const NAMES = ['centre', 'ward', 'first', 'second', 'foreign'] as const;
type Name = (typeof NAMES)[number];
const PARENTS: Record<Name, Name | null> = {
  centre: null,
  ward: 'centre',
  first: 'ward',
  second: 'ward',
  foreign: 'centre',
};

/** A meetings service that knows a ward of two branches and a branch elsewhere, and who may do what there. */
export class Office {
  readonly units = Object.fromEntries(NAMES.map((name) => [name, randomUUID()])) as Record<Name, string>;
  readonly codes = Object.fromEntries(NAMES.map((name) => [name, name.toUpperCase()])) as Record<Name, string>;

  private constructor(readonly service: TestApp) {}

  static async open(): Promise<Office> {
    const office = new Office(await TestApp.open(ABOUT, (env) => AppModule.forRoot(env)));
    await office.service.publish([
      ...NAMES.map((name, at) => office.#unit(name, at + 1)),
      office.#grant(CLERK, 'clerk', 'ward'),
      office.#grant(FOREIGN_CLERK, 'clerk', 'foreign'),
      office.#grant(READER, 'operator', 'centre'),
    ]);
    await eventually(async () => {
      const known = await Promise.all([
        office.service.client(CLERK).get(`/v1/meetings?unit=${office.units.second}`),
        office.service.client(FOREIGN_CLERK).get(`/v1/meetings?unit=${office.units.foreign}`),
        office.service.client(READER).get(`/v1/meetings?unit=${office.units.foreign}`),
      ]);
      return known.every(({ status }) => status === 200);
    });
    return office;
  }

  #unit(name: Name, treeRevision: number): PublishedFact {
    const parent = PARENTS[name];
    const stretch = {
      from: '2000-01-01',
      to: null,
      code: this.codes[name],
      name: 'Chi bộ',
      kind: 'residential-branch' as const,
      level: parent ? ('branch' as const) : ('centre' as const),
      parentId: parent && this.units[parent],
    };
    const unit = { id: this.units[name], version: 1, voided: false, stretches: [stretch] };
    return { type: 'registry.unit-changed.v1', data: { treeRevision, unit } };
  }

  #grant(person: string, role: RoleName, at: Name): PublishedFact {
    const unitId = this.units[at];
    const data = {
      grantId: randomUUID(),
      version: 1,
      person,
      role,
      unitId,
      from: '2020-01-01',
      to: null,
      voided: false,
    };
    return { type: 'registry.role-changed.v1', data };
  }

  get db() {
    return this.service.app.get(Store).db;
  }

  meetings = (): Promise<number> => this.db.collection('meetings').countDocuments();

  /** Sends a file as it is. */
  send(
    text: string,
    {
      sub = CLERK,
      type = 'text/csv',
      query = '',
      key,
      language = 'vi',
    }: { sub?: string; type?: string; query?: string; key?: string; language?: string } = {},
  ): Promise<FileReply> {
    const path = `/v1/meetings/bulk?unit=${this.units.ward}${query}`;
    const headers = { 'accept-language': language };
    return this.service.client(sub).call('POST', path, { body: text, textType: type, key, headers, timeoutMs: 60_000 });
  }

  /** Opens a job and gives its id. */
  async job(changes: object = {}): Promise<string> {
    const body = { unit: this.units.ward, format: 'text/csv', ...changes };
    const reply = await this.service.client(CLERK).call<{ id: string }>('POST', '/v1/meetings/bulk/jobs', { body });
    if (reply.status !== 201) throw new Error(`no job: ${JSON.stringify(reply.body)}`);
    return reply.body.id;
  }

  part(job: string, number: number | string, text: string, type = 'text/csv', sub = CLERK): Promise<Reply<Problem>> {
    const path = `/v1/meetings/bulk/jobs/${job}/parts/${number}`;
    return this.service.client(sub).call('PUT', path, { body: text, textType: type, timeoutMs: 60_000 });
  }

  /** A meeting that took place, as a row in English. */
  row = (changes: Row = {}): Row => ({
    unit: this.codes.first,
    kind: 'regular',
    date: '2026-07-03',
    start: '19:30',
    end: '21:10',
    belong: 22,
    present: 17,
    excused: 3,
    unexcused: 0,
    exempt: 1,
    elsewhere: 1,
    voteBase: 20,
    ...changes,
  });
}

export const csvOf = (rows: readonly Row[], delimiter = ','): string => {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const quoted = (cell: string | number = ''): string =>
    /[",;\n]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : String(cell);
  return [columns, ...rows.map((row) => columns.map((column) => quoted(row[column])))]
    .map((cells) => cells.join(delimiter))
    .join('\r\n');
};

/** `[row, column, code]` of each fault, or the code of the refusal. */
export const faultsOf = ({ body }: FileReply): unknown[] =>
  body.results
    ? body.results.flatMap(({ row, errors }) => errors.map(({ column, code }) => [row, column, code]))
    : [body.code];
