import type { z } from 'zod';
import { meetingRecordedV1 } from './events/meeting-recorded.js';
import { roleChangedV1 } from './events/role-changed.js';
import { unitChangedV1 } from './events/unit-changed.js';
import { watermarkV1 } from './events/watermark.js';
import type { ServiceName, TopicName } from './topics.js';

/** What the rest of the system needs to know of an event type. */
interface EventDefinition<S extends z.ZodType> {
  /** Who publishes it; null: every service, on its own topics. */
  service: ServiceName | null;
  topic: TopicName | null;
  schema: S;
  /** The fact it carries, with its version; null for what is no fact (watermarks). */
  fact: ((data: z.infer<S>) => { id: string; version: number }) | null;
  /** One line for AsyncAPI. */
  summary: string;
}
const define = <S extends z.ZodType>(definition: EventDefinition<S>): EventDefinition<S> => definition;

/** Aggregate under which all tree changes are ordered: its version is the treeRevision. */
export const TREE_FACT = 'tree';

/**
 * The closed registry of events: type → schema, topic, publisher, fact. Nothing is published or handled that is not
 * in it; a producer or handler that names another type stops the boot. Inside a major version only optional fields
 * are added; a breaking change is a new type beside the old one (DESIGN.md 5).
 */
export const EVENTS = {
  'registry.unit-changed.v1': define({
    service: 'registry',
    topic: 'registry.tree',
    schema: unitChangedV1,
    fact: (data) => ({ id: TREE_FACT, version: data.treeRevision }),
    summary: 'A unit of the tree was created, renamed, moved, closed, reopened, corrected or voided',
  }),
  'registry.role-changed.v1': define({
    service: 'registry',
    topic: 'registry.events',
    schema: roleChangedV1,
    fact: (data) => ({ id: data.grantId, version: data.version }),
    summary: 'A role at a unit was granted to a person, changed or voided',
  }),
  'meetings.meeting-recorded.v1': define({
    service: 'meetings',
    topic: 'meetings.events',
    schema: meetingRecordedV1,
    fact: (data) => ({ id: data.meetingId, version: data.version }),
    summary: 'A meeting was planned, closed, corrected or voided',
  }),
  'relay.watermark.v1': define({
    service: null,
    topic: null,
    schema: watermarkV1,
    fact: null,
    summary: 'How far a service has published what it accepted',
  }),
} as const;

export type EventType = keyof typeof EVENTS;
export type EventData<T extends EventType> = z.infer<(typeof EVENTS)[T]['schema']>;
export const EVENT_TYPES = Object.keys(EVENTS) as EventType[];
export const isEventType = (type: string): type is EventType => Object.hasOwn(EVENTS, type);
