import { randomUUID } from 'node:crypto';
import { dayOf } from '#calendar';
import type { MemberChangedV1, RollStretch } from '#contracts';
import { Authorizer, type CommonEnv } from '#http';
import { serviceGround, type ServiceDescription } from '#messaging';
import { eventually, TestApp, type PublishedFact } from '#testing';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import { RollReplicaModule } from './roll.module.js';
import { rollMigration } from './roll.replica.js';
import { Roll } from './roll.js';

const ABOUT: ServiceDescription = { service: 'inspection', title: 'Replica', description: 'Learns of the rolls.' };
const DAY = dayOf('2026-07-01');

class Everyone extends Authorizer {
  async require(): Promise<void> {}
  async requireAnywhere(): Promise<void> {}
  async reachable(): Promise<string[]> {
    return [];
  }
}

@Global()
@Module({ providers: [{ provide: Authorizer, useClass: Everyone }], exports: [Authorizer] })
class EveryoneModule {}

@Module({})
class ReplicaApp {
  static forRoot(env: CommonEnv): DynamicModule {
    const consumes = ['registry.members'] as const;
    return {
      module: ReplicaApp,
      imports: [
        ...serviceGround(env, { service: 'inspection', consumes, publishes: [], migrations: [rollMigration] }),
        EveryoneModule,
        RollReplicaModule,
      ],
    };
  }
}

const stretch = (unitId: string, changes: Partial<RollStretch> = {}): RollStretch => ({
  unitId,
  from: '2020-01-01',
  to: null,
  standing: 'official',
  exempt: false,
  suspended: false,
  inTransit: false,
  ...changes,
});
const member = (memberId: string, changes: Partial<MemberChangedV1>): PublishedFact => ({
  type: 'registry.member-changed.v1',
  data: {
    memberId,
    version: 1,
    voided: false,
    stretches: [],
    temporary: [],
    transferOverdue: [],
    movements: [],
    ...changes,
  },
});

describe('the replica of the rolls', () => {
  let service: TestApp;
  let roll: Roll;
  beforeAll(async () => {
    service = await TestApp.open(ABOUT, (env) => ReplicaApp.forRoot(env));
    roll = service.app.get(Roll);
  }, 120_000);
  afterAll(() => service?.close(), 30_000);

  it('answers a branch and a day from the events, later versions in place of earlier ones', async () => {
    const [unit, other] = [randomUUID(), randomUUID()];
    const [stays, gone, guest] = [randomUUID(), randomUUID(), randomUUID()];
    const visit = { unitId: unit, from: '2026-06-01', to: '2026-08-01' };
    const left = stretch(unit, { to: '2026-07-01' });
    await service.publish([
      member(stays, { version: 2, stretches: [stretch(unit)] }),
      member(stays, { version: 1, stretches: [stretch(other)] }),
      // Off before the day, on the roll of another since: both stays match something, none of them the question.
      member(gone, { stretches: [left, stretch(other, { from: '2026-07-01' })] }),
      member(guest, { stretches: [stretch(other, { standing: 'probationary' })], temporary: [visit] }),
    ]);
    await roll.waitForMembers([stays, gone, guest], 20_000);
    const found = await eventually(async () => {
      const members = await roll.membersOn(unit, DAY);
      return members.length === 2 && members;
    });
    expect(new Map(found.map((one) => [one.memberId, [one.home, one.elsewhere, one.standing]]))).toEqual(
      new Map([
        [stays, [true, false, 'official']],
        [guest, [false, false, 'probationary']],
      ]),
    );
    expect((await roll.membersOn(unit, DAY - 1)).map(({ memberId }) => memberId).toSorted()).toEqual(
      [stays, gone, guest].toSorted(),
    );
    expect(await roll.membersOn(randomUUID(), DAY)).toEqual([]);
    // Entered by mistake: still known, on no roll any more.
    await service.publish([member(stays, { version: 3, voided: true })]);
    await eventually(async () => (await roll.membersOn(unit, DAY)).length === 1);
    expect(await roll.member(stays)).toMatchObject({ memberId: stays, stretches: [] });
    await roll.waitForMembers([stays], 0);
  });

  it('waits for who is on his way and says so when he does not come, naming nobody', async () => {
    const [memberId, unit] = [randomUUID(), randomUUID()];
    expect(await roll.member(memberId)).toBeNull();
    const refused = await roll.waitForMembers([memberId], 0).catch((error: unknown) => error);
    expect(refused).toMatchObject({ kind: 'conflict', code: 'member-not-known-yet', retryAfter: 2, fields: [] });
    expect(JSON.stringify(refused)).not.toContain(memberId);
    await Promise.all([
      roll.waitForMembers([memberId], 20_000),
      service.publish([member(memberId, { stretches: [stretch(unit)] })]),
    ]);
    expect(await roll.membersOn(unit, DAY)).toHaveLength(1);
  });
});
