import { asyncApiDocument } from '#contracts';

/** What an integrator reads of the broker; the address to use is the operator's to give. */
export const BROKER = 'localhost:9092';

type Node = Record<string, unknown>;
type Channels = Record<string, { messages: Record<string, unknown> }>;
type Operations = Record<string, { channel: { $ref: string } }>;

const named = (id: string, node: object): Node => ({ 'x-parser-unique-object-id': id, ...node });

/**
 * The document as @asyncapi/react-component takes it when its parser has been left out: references in place, things known
 * by name, and a mark that it is parsed. The parser is 500 kB more, and compiles schemas to code, which the page's
 * policy forbids.
 */
export function parsedDocument(broker: string): Node {
  const { channels, operations, components, ...rest } = asyncApiDocument(broker) as Node & {
    channels: Channels;
    operations: Operations;
    components: { messages: Record<string, object> };
  };
  const messages = Object.fromEntries(
    Object.entries(components.messages).map(([type, message]) => [type, named(type, message)]),
  );
  const places = Object.fromEntries(
    Object.entries(channels).map(([topic, channel]) => [
      topic,
      named(topic, {
        ...channel,
        messages: Object.fromEntries(Object.keys(channel.messages).map((type) => [type, messages[type]])),
      }),
    ]),
  );
  return {
    ...rest,
    channels: places,
    operations: Object.fromEntries(
      Object.entries(operations).map(([name, operation]) => [
        name,
        named(name, { ...operation, channel: places[operation.channel.$ref.replace('#/channels/', '')] }),
      ]),
    ),
    components: { messages },
    'x-parser-spec-parsed': true,
    'x-parser-spec-stringified': true,
    'x-parser-api-version': 3,
  };
}

export const EVENTS_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Liên Cấp: events</title>
    <link rel="stylesheet" href="/docs/events/asyncapi.css">
  </head>
  <body>
    <div id="events"></div>
    <script src="/docs/events/asyncapi.js"></script>
    <script src="/docs/events/page.js"></script>
  </body>
</html>
`;

/** Runs in the browser. A file of its own, since the policy allows no script inside the page. */
export const EVENTS_SCRIPT = `const place = document.getElementById('events');
fetch('/docs/events/document.json')
  .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error('The service answered ' + answer.status))))
  .then((schema) => {
    const config = { show: { errors: false, sidebar: true }, expand: { messageExamples: true } };
    AsyncApiStandalone.render({ schema, config }, place);
  })
  .catch((error) => { place.textContent = error.message; });
`;
