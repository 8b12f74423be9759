import { randomUUID } from 'node:crypto';
import { Store } from '#mongo';
import { TestApp, type Reply } from '#testing';
import { ABOUT, AppModule } from '../app.module.js';

export type Written = {
  id: string;
  version: number;
  actId: string;
  receipt: string;
  stretches: { unitId: string; from: string; to: string | null; inTransit: boolean }[];
  transit: { toUnitId: string } | null;
  code: string;
  errors: { path: string; code: string }[];
};
export type Page<T> = { items: T[]; next: string | null };

export const FIRST = 'demo-administrator';
export const NORTH = 'demo-clerk-vinh-niem';
export const SOUTH = 'demo-clerk-dak-pek';
export const OPERATOR = 'demo-operator-centre';

/** Taken up on 1 January 2020 as an official member. */
export const REGISTERED = { kind: 'registered', on: '2020-01-01', standing: 'official', decisionDate: '2010-02-03' };

/** A registry with two wards, a clerk in each, two branches in the north and one in the south. */
export class People {
  readonly ids = { centre: '', north: '', south: '', branch: '', second: '', far: '' };
  #serial = 0;

  private constructor(readonly registry: TestApp) {}

  static async open(): Promise<People> {
    const people = new People(
      await TestApp.open(ABOUT, (env) => AppModule.forRoot({ ...env, firstAdministrator: FIRST })),
    );
    const { ids } = people;
    ids.centre = await people.unit(null, 'centre', 'centre');
    ids.north = await people.unit(ids.centre, 'commune', 'ward');
    ids.south = await people.unit(ids.centre, 'commune', 'ward');
    ids.branch = await people.unit(ids.north);
    ids.second = await people.unit(ids.north);
    ids.far = await people.unit(ids.south);
    for (const [person, role, unitId] of [
      [NORTH, 'clerk', ids.north],
      [SOUTH, 'clerk', ids.south],
      [OPERATOR, 'operator', ids.centre],
    ])
      await people.as(FIRST).post('/v1/roles', { person, role, unitId, from: '2020-01-01' });
    return people;
  }

  as(sub: string) {
    return this.registry.client(sub);
  }

  get db() {
    return this.registry.app.get(Store).db;
  }

  async unit(parentId: string | null, level = 'branch', kind = 'residential-branch'): Promise<string> {
    const body = { code: randomUUID().slice(0, 12), name: level, level, kind, parentId, from: '2000-01-01' };
    return (await this.as(FIRST).post<{ id: string }>('/v1/units', body)).body.id;
  }

  /** Personal data, of a name of its own unless one is given. */
  person(changes: object = {}): object {
    return {
      name: `Nguyễn Văn Mẫu ${++this.#serial}`,
      sex: 'male',
      birthDate: '1980-02-03',
      ethnicity: 'Kinh',
      religion: 'không',
      ...changes,
    };
  }

  body(changes: object = {}, person: object = {}): object {
    return { unitId: this.ids.branch, act: REGISTERED, person: this.person(person), ...changes };
  }

  register(changes: object = {}, person: object = {}): Promise<Reply<Written>> {
    return this.as(NORTH).post<Written>('/v1/members', this.body(changes, person));
  }

  async made(changes: object = {}, person: object = {}): Promise<Written> {
    const { status, body } = await this.register(changes, person);
    if (status !== 201) throw new Error(`not registered: ${JSON.stringify(body)}`);
    return body;
  }

  act(member: { id: string; version: number }, content: object, sub = NORTH): Promise<Reply<Written>> {
    return this.as(sub).post<Written>(`/v1/members/${member.id}/acts`, content, { ifMatch: member.version });
  }

  close(): Promise<void> {
    return this.registry.close();
  }
}

/** Status, code, and which fields: what a refusal says. */
export const codes = ({ status, body: { code, errors } }: Reply<Written>) => [
  status,
  code,
  errors?.map(({ path }) => path),
];
