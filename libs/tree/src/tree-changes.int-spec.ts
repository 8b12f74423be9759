import { randomUUID } from 'node:crypto';
import { dayOf } from '#calendar';
import type { UnitRecord } from '#contracts';
import {
  BatchProcessor,
  KAFKA_BATCH,
  replaceFacts,
  serviceGround,
  type BatchApplier,
  type RecordBatch,
  type ServiceDescription,
} from '#messaging';
import { ensureCollection, Store } from '#mongo';
import { eventually, TestApp, type PublishedFact } from '#testing';
import { Authorizer, type CommonEnv } from '#http';
import { Controller, Global, Module, type DynamicModule } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { treeMigrations } from './tree-migrations.js';
import { TreeReplica } from './tree-replica.js';
import { TreeReplicaModule } from './tree.module.js';

const ABOUT: ServiceDescription = {
  service: 'inspection',
  title: 'Replica',
  description: 'A service that learns of the tree.',
};
const DAY = dayOf('2026-01-01');

/** Facts of another topic, which must go on while the tree waits. */
@Controller()
class OtherFacts {
  readonly #applier: BatchApplier;
  constructor(
    store: Store,
    private readonly batches: BatchProcessor,
  ) {
    const types = ['registry.role-changed.v1'] as const;
    this.#applier = replaceFacts({ store, collection: 'others', types, fields: () => ({}) });
  }

  @EventPattern('registry.events', KAFKA_BATCH)
  async handle(batch: RecordBatch): Promise<void> {
    await this.batches.process(batch, this.#applier);
  }
}

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
    const others = {
      id: 900,
      name: 'others',
      up: async (db: Store['db']) => void (await ensureCollection(db, 'others')),
    };
    return {
      module: ReplicaApp,
      imports: [
        ...serviceGround(env, {
          service: 'inspection',
          consumes: ['registry.tree', 'registry.events'],
          publishes: [],
          migrations: [...treeMigrations(10), others],
        }),
        EveryoneModule,
        TreeReplicaModule,
      ],
      controllers: [OtherFacts],
    };
  }
}

const change = (treeRevision: number, id: string, parentId: string | null, name = 'Đơn vị'): PublishedFact => {
  const unit: UnitRecord = {
    id,
    version: 1,
    voided: false,
    stretches: [{ from: '2000-01-01', to: null, code: id, name, kind: 'ward', level: 'commune', parentId }],
  };
  return { type: 'registry.unit-changed.v1', data: { treeRevision, unit } };
};
const role = (grantId: string): PublishedFact => ({
  type: 'registry.role-changed.v1',
  data: {
    grantId,
    version: 1,
    person: 'p',
    role: 'clerk',
    unitId: randomUUID(),
    from: '2020-01-01',
    to: null,
    voided: false,
  },
});

let service: TestApp;
let root: string;
const revision = (): Promise<number> => service.app.get(TreeReplica).headRevision();
const reaches = (wanted: number): Promise<unknown> => eventually(async () => (await revision()) === wanted);
const health = async (): Promise<{ status: number; text: string }> => {
  const answer = await fetch(`${service.url}/health/ready`);
  return { status: answer.status, text: await answer.text() };
};

beforeEach(async () => {
  service = await TestApp.open(ABOUT, (env) => ReplicaApp.forRoot(env));
  root = randomUUID();
}, 60_000);
afterEach(() => service.close());

describe('a service that learns of the tree by events', () => {
  it('takes changes over in order, each once however often it comes', async () => {
    const [a, b] = [randomUUID(), randomUUID()];
    const changes = [change(1, root, null), change(2, a, root), change(3, b, a)];
    await service.publish([...changes, ...changes, changes[1]!]);
    await reaches(3);
    await service.publish([change(4, b, root)]);
    await reaches(4);
    const tree = await service.app.get(TreeReplica).current();
    expect(tree.path(b, DAY)).toEqual([b, root]);
    expect(await service.app.get(Store).db.collection('dead_letters').countDocuments()).toBe(0);
  }, 60_000);

  it('waits aloud for a missing revision while other facts go on, and goes on by itself when it comes', async () => {
    const [a, b, grant] = [randomUUID(), randomUUID(), randomUUID()];
    await service.publish([change(1, root, null), change(3, b, a), change(4, b, root)]);
    await reaches(1);
    const waiting = await eventually(async () => {
      const now = await health();
      return now.status === 503 && now;
    });
    expect(waiting.text).toContain('tree revision 2 is missing');
    await service.publish([role(grant)]);
    await eventually(() => service.app.get(Store).db.collection<{ _id: string }>('others').findOne({ _id: grant }));
    expect(await revision()).toBe(1);
    await service.publish([change(2, a, root)]);
    await reaches(4);
    await eventually(async () => (await health()).status === 200);
  }, 60_000);

  it('keeps another content under a known revision as a dead letter, and the tree as it was', async () => {
    const a = randomUUID();
    await service.publish([
      change(1, root, null),
      change(2, a, root),
      change(2, a, root, 'Tên khác'),
      change(3, a, root),
    ]);
    await reaches(3);
    const letters = service.app.get(Store).db.collection<{ code: string }>('dead_letters');
    expect((await letters.find().toArray()).map(({ code }) => code)).toEqual(['version-conflict']);
    const tree = await service.app.get(TreeReplica).current();
    expect(tree.get(a)?.stretches[0]?.name).toBe('Đơn vị');
  }, 60_000);

  it('halts at a change that would break the tree, skips nothing, and says so', async () => {
    const [a, b] = [randomUUID(), randomUUID()];
    await service.publish([change(1, root, null), change(2, a, root)]);
    await reaches(2);
    await service.publish([change(3, a, b), change(4, b, root)]);
    await eventually(async () => (await health()).status === 503);
    expect(await revision()).toBe(2);
  }, 60_000);
});
