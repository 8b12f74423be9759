import { randomUUID } from 'node:crypto';
import { Store } from '#mongo';
import { TestApp, type Reply } from '#testing';
import { ABOUT, AppModule } from './app.module.js';

export const FIRST = 'demo-administrator';
export const WARD_CLERK = 'demo-clerk-vinh-niem';
export const OPERATOR = 'demo-operator-centre';
export const STRANGER = 'demo-clerk-dak-pek';

export type Units = { centre: string; ward: string; office: string; branch: string; other: string; foreign: string };
export type Row = Record<string, string>;
export type BulkReply = Reply<{
  code: string;
  accepted: number;
  refused: number;
  results: { row: number; id: string | null; receipt: string | null; errors: { column: string; code: string }[] }[];
  errors: { path: string; code: string }[];
}>;

/** A registry with a ward of three branches and one elsewhere, and who may do what there. */
export class Rolls {
  private constructor(
    readonly registry: TestApp,
    readonly units: Units,
    /** Code of the branches, by which files name them. */
    readonly codes: Record<keyof Units, string>,
  ) {}

  static async open(): Promise<Rolls> {
    const registry = await TestApp.open(ABOUT, (env) => AppModule.forRoot({ ...env, firstAdministrator: FIRST }));
    const units = {} as Units;
    const codes = {} as Record<keyof Units, string>;
    const create = async (name: keyof Units, parent: keyof Units | null, level: string, kind: string) => {
      codes[name] = `${name}-${randomUUID().slice(0, 6)}`;
      const parentId = parent && units[parent];
      const body = { code: codes[name], name: `Chi bộ ${name}`, level, kind, parentId, from: '1990-01-01' };
      units[name] = (await registry.client(FIRST).post<{ id: string }>('/v1/units', body)).body.id;
    };
    await create('centre', null, 'centre', 'centre');
    await create('ward', 'centre', 'commune', 'ward');
    for (const branch of ['office', 'branch', 'other'] as const)
      await create(branch, 'ward', 'branch', 'residential-branch');
    await create('foreign', 'centre', 'branch', 'residential-branch');
    const give = (person: string, role: string, unitId: string): Promise<Reply> =>
      registry.client(FIRST).post('/v1/roles', { person, role, unitId, from: '2020-01-01' });
    await give(WARD_CLERK, 'clerk', units.ward);
    await give(OPERATOR, 'operator', units.centre);
    await give(STRANGER, 'clerk', units.foreign);
    return new Rolls(registry, units, codes);
  }

  get db() {
    return this.registry.app.get(Store).db;
  }

  /** Sends a file as it is. */
  async send(
    text: string,
    {
      sub = WARD_CLERK,
      type = 'text/csv',
      query = '',
      key,
    }: { sub?: string; type?: string; query?: string; key?: string } = {},
  ): Promise<BulkReply> {
    const path = `/v1/members/bulk?unit=${this.units.ward}${query}`;
    return this.registry.client(sub).call('POST', path, { body: text, textType: type, key });
  }

  /** Takes up one member with these traits and gives its id. */
  async member(row: Row = {}): Promise<string> {
    const reply = await this.send(csvOf([this.row(row)]));
    const id = reply.body.results?.[0]?.id;
    if (!id) throw new Error(`not taken up: ${JSON.stringify(reply.body)}`);
    return id;
  }

  row(changes: Row = {}): Row {
    return {
      unit: this.codes.branch,
      name: `Trần Thị ${randomUUID().slice(0, 8)}`,
      sex: 'nữ',
      birthDate: '1990-05-19',
      ethnicity: 'Kinh',
      religion: 'không',
      on: '2020-01-01',
      standing: 'chính thức',
      decisionDate: '2015-01-10',
      ceremonyDate: '2015-01-20',
      officialDate: '2016-01-20',
      personalId: '',
      ...changes,
    };
  }

  close(): Promise<void> {
    return this.registry.close();
  }
}

export const csvOf = (rows: readonly Row[], delimiter = ','): string => {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const quoted = (cell = ''): string => (/[",;\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return [columns, ...rows.map((row) => columns.map((column) => quoted(row[column])))]
    .map((cells) => cells.join(delimiter))
    .join('\r\n');
};
