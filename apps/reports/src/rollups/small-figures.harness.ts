import { randomUUID } from 'node:crypto';
import { Store } from '#mongo';
import { eventually, grant, TestApp, type PublishedFact } from '#testing';
import { aboutReports, AppModule } from '../app.module.js';

export const ADMINISTRATOR = 'demo-administrator';
export const OPERATOR = 'demo-operator-centre';
export const ANYONE = 'demo-integrator';

type Stretch = { from: string; to: string | null; parentId: string | null };
type Level = 'centre' | 'province' | 'commune' | 'branch';

let revision = 0;
const unit = (id: string, level: Level, name: string, ...stretches: Stretch[]): PublishedFact => ({
  type: 'registry.unit-changed.v1',
  data: {
    treeRevision: ++revision,
    unit: {
      id,
      version: 1,
      voided: false,
      stretches: stretches.map((stretch) => ({ ...stretch, code: `C${revision}`, name, kind: 'ward', level })),
    },
  },
});
const since = (parentId: string | null): Stretch => ({ from: '2010-01-01', to: null, parentId });
/** A closed regular meeting of a branch. */
export const meetingOn = (unitId: string, date: string, over: object = {}): PublishedFact => ({
  type: 'meetings.meeting-recorded.v1',
  data: {
    meetingId: randomUUID(),
    version: 1,
    unitId,
    state: 'closed',
    kind: 'regular',
    date,
    startsAt: `${date}T19:30:00+07:00`,
    endsAt: `${date}T21:00:00+07:00`,
    minutes: 90,
    attendance: null,
    tooShort: false,
    late: false,
    ...over,
  },
});

/** Moves every shard's time on, as watermarks do, which nobody publishes here: what was told so far is settled by that. */
export async function settle({ app }: TestApp): Promise<void> {
  const onward = [{ $set: { time: { $max: ['$$NOW', { $add: ['$time', 1] }] }, seq: { $add: ['$seq', 1] } } }];
  await app.get(Store).db.collection('progress').updateMany({}, onward);
}

/**
 * The service with a centre, a province and two wards, and four branches: two of the first ward, one of the second, one
 * that moved from the first to the second on 16 July 2026. Codes are C1, C2 … in this order; a name would be a formula.
 */
export class SmallFigures {
  readonly centre = randomUUID();
  readonly province = randomUUID();
  readonly wards: [string, string] = [randomUUID(), randomUUID()];
  readonly branches: [string, string, string, string] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];

  private constructor(readonly service: TestApp) {}

  static async open(): Promise<SmallFigures> {
    revision = 0;
    const service = await TestApp.open(aboutReports({ serviceDocs: [] } as never), (env) =>
      AppModule.forRoot({ ...env, serviceDocs: [] }),
    );
    const small = new SmallFigures(service);
    await service.publish(small.#facts());
    const path = `/v1/units/${small.branches[3]}/rollup?period=2026`;
    await eventually(async () => {
      const reads = [ADMINISTRATOR, OPERATOR].map((sub) => service.client(sub).get(path));
      return (await Promise.all(reads)).every(({ status }) => status === 200);
    });
    return small;
  }

  /** Publishes meetings and waits until the centre counts so many of them. */
  async meet(count: number, ...meetings: PublishedFact[]): Promise<void> {
    await this.service.publish(meetings);
    const path = `/v1/units/${this.centre}/rollup?period=2020-01-01/2029-12-31&measures=meetings.held`;
    await eventually(async () => {
      const { body } = await this.service.client(ADMINISTRATOR).get<{ figures: { value: number }[] }>(path);
      return body.figures[0]?.value === count;
    });
  }

  /** Moves the fourth branch from the first ward to the second on another day. */
  async moveLast(on: string): Promise<void> {
    const [first, second] = this.wards;
    const stretches = [
      { from: '2010-01-01', to: on, parentId: first },
      { from: on, to: null, parentId: second },
    ];
    await this.service.publish([unit(this.branches[3], 'branch', 'Chi bộ 4', ...stretches)]);
  }

  close = (): Promise<void> => this.service.close();

  #facts(): PublishedFact[] {
    const { centre, province, wards, branches } = this;
    const moved = [
      { from: '2010-01-01', to: '2026-07-16', parentId: wards[0] },
      { from: '2026-07-16', to: null, parentId: wards[1] },
    ];
    return [
      unit(centre, 'centre', 'Trung ương', since(null)),
      unit(province, 'province', 'Tỉnh Thử', since(centre)),
      unit(wards[0], 'commune', 'Phường Một', since(province)),
      unit(wards[1], 'commune', 'Phường Hai', since(province)),
      unit(branches[0], 'branch', 'Chi bộ 1', since(wards[0])),
      unit(branches[1], 'branch', '=Chi bộ, 2', since(wards[0])),
      unit(branches[2], 'branch', 'Chi bộ 3', since(wards[1])),
      unit(branches[3], 'branch', 'Chi bộ 4', ...moved),
      grant(ADMINISTRATOR, 'administrator', centre),
      grant(OPERATOR, 'operator', centre),
    ];
  }
}
