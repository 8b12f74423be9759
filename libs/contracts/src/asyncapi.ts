import { z } from 'zod';
import { CONTENT_TYPE, envelopeSchema } from './envelope.js';
import { EVENTS, EVENT_TYPES, type EventType } from './registry.js';
import { TOPICS, TOPIC_NAMES, type TopicName } from './topics.js';

/** As a reader must take it: fields that a later minor version adds are no mistake, so none is closed to others. */
const jsonSchema = (schema: z.ZodType): Record<string, unknown> => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return rest;
};

const typesOn = (topic: TopicName) => EVENT_TYPES.filter((type) => EVENTS[type].topic === topic || !EVENTS[type].topic);

/** An event as it was published, with the name of what a later minor version added, if that is its point. */
export type Sample = { name: string; payload: Record<string, unknown> };

/** The AsyncAPI 3 document of all events, generated from the registry so that it cannot drift. */
export function asyncApiDocument(brokers: string, samplesOf: (type: EventType) => Sample[]): Record<string, unknown> {
  const message = (type: (typeof EVENT_TYPES)[number]) => ({
    name: type,
    title: type,
    summary: EVENTS[type].summary,
    contentType: CONTENT_TYPE,
    examples: samplesOf(type),
    payload: {
      allOf: [
        jsonSchema(envelopeSchema),
        { type: 'object', properties: { type: { const: type }, data: jsonSchema(EVENTS[type].schema) } },
      ],
    },
  });
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Liên Cấp events',
      version: '1.0.0',
      description:
        'Facts of the services as CloudEvents 1.0 (structured JSON). An event carries the whole state of its fact and ' +
        'a version; a reader keeps the highest version of each fact and may ignore order and duplicates. A fact is named ' +
        'by `subject`, its version is `data.version`. Units of the tree share one subject: each is named by ' +
        '`data.unit.id`, with `data.unit.version`. Later minor versions add optional fields. A deployment may put a ' +
        'prefix before every topic.',
      license: { name: 'Apache-2.0' },
    },
    servers: { kafka: { host: brokers, protocol: 'kafka' } },
    channels: Object.fromEntries(
      TOPIC_NAMES.map((topic) => [
        topic,
        {
          address: topic,
          bindings: { kafka: { partitions: TOPICS[topic].partitions } },
          messages: Object.fromEntries(typesOn(topic).map((type) => [type, { $ref: `#/components/messages/${type}` }])),
        },
      ]),
    ),
    operations: Object.fromEntries(
      TOPIC_NAMES.map((topic) => [
        `publish-${topic}`,
        { action: 'send', channel: { $ref: `#/channels/${topic}` }, summary: `Facts of ${TOPICS[topic].service}` },
      ]),
    ),
    components: { messages: Object.fromEntries(EVENT_TYPES.map((type) => [type, message(type)])) },
  };
}
