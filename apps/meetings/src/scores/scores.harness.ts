import { randomUUID } from 'node:crypto';
import type { EventData, EventType, RoleName } from '#contracts';
import { Store } from '#mongo';
import type { PublishedFact, TestApp } from '#testing';
import type { mongo } from 'mongoose';

/** Facts of the registry and readers that the tests of scores and visits share. */

let revision = 0;
export const unit = (id: string, parentId: string | null): PublishedFact => ({
  type: 'registry.unit-changed.v1',
  data: {
    treeRevision: ++revision,
    unit: {
      id,
      version: 1,
      voided: false,
      stretches: [
        {
          from: '2000-01-01',
          to: null,
          code: `c-${id.slice(0, 8)}`,
          name: 'Chi bộ',
          kind: 'residential-branch',
          level: 'branch',
          parentId,
        },
      ],
    },
  },
});
export const grant = (person: string, role: RoleName, unitId: string): PublishedFact => ({
  type: 'registry.role-changed.v1',
  data: { grantId: randomUUID(), version: 1, person, role, unitId, from: '2020-01-01', to: null, voided: false },
});

export const attendance = { belong: 22, present: 17, excused: 3, unexcused: 0, exempt: 1, elsewhere: 1, voteBase: 20 };
/** A regular evening of a date that has passed. */
export const evening = (unitId: string, date: string, changes: object = {}) => ({
  unitId,
  kind: 'regular',
  startsAt: `${date}T19:30:00+07:00`,
  endsAt: `${date}T21:05:00+07:00`,
  closing: { attendance },
  ...changes,
});

/** What was put into the outbox for a fact, in order. */
export async function eventsOf<T extends EventType>(
  service: TestApp,
  _type: T,
  factId: string,
): Promise<EventData<T>[]> {
  const outbox = service.app.get(Store).db.collection<{ factId: string; value: mongo.Binary }>('outbox');
  const entries = await outbox.find({ factId }).sort({ _id: 1 }).toArray();
  return entries.map(
    ({ value }) => (JSON.parse(Buffer.from(value.buffer).toString('utf8')) as { data: EventData<T> }).data,
  );
}
