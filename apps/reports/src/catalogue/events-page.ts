import { eventsDocument } from './events-document.js';
import { fieldsOf, type Schema } from './event-fields.rules.js';
import { STYLE } from './events-page.style.js';

type Message = {
  title: string;
  summary: string;
  contentType: string;
  examples: { name: string; payload: unknown }[];
  payload: { allOf: [Schema, Schema] };
};
type Channel = { address: string; bindings: { kafka: { partitions: number } }; messages: Record<string, unknown> };
type Document = {
  info: { title: string; version: string; description: string };
  channels: Record<string, Channel>;
  components: { messages: Record<string, Message> };
};

/** The AsyncAPI document of all events as a page to read: topics, then each type with its fields and samples. */
export function eventsPage(document = eventsDocument() as Document): string {
  const { info, channels, components } = document;
  const messages = Object.entries(components.messages);
  const [envelope] = messages[0]![1].payload.allOf;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(info.title)}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<nav>${Object.entries(channels).map(topicLinks).join('')}</nav>
<main>
<h1>${escaped(info.title)} <small>${escaped(info.version)}</small></h1>
<p>${prose(info.description)}</p>
<p>The same for programs: <a href="/docs/events/asyncapi.json">AsyncAPI 3</a>. Services: <a href="/docs">explorer</a>.</p>
<h2 id="topics">Topics</h2>
${table(['topic', 'partitions', 'types'], Object.values(channels).map(topicRow))}
<h2 id="envelope">Around every event</h2>
${fieldTable(envelope)}
${messages.map(([type, message]) => eventSection(type, message, topicsWith(channels, type))).join('\n')}
</main>
</body>
</html>
`;
}

const topicsWith = (channels: Document['channels'], type: string): string[] =>
  Object.values(channels).flatMap(({ address, messages }) => (Object.hasOwn(messages, type) ? [address] : []));

function eventSection(type: string, { summary, examples, payload }: Message, topics: readonly string[]): string {
  const { data } = payload.allOf[1].properties ?? {};
  return `<section id="${escaped(type)}">
<h2>${escaped(type)}</h2>
<p>${escaped(summary)}. <span class="on">On ${topics.map((topic) => code(topic)).join(', ')}</span></p>
${data ? fieldTable(data) : ''}
${examples.map(({ name, payload: event }, nth) => sample(name, event, nth === 0)).join('\n')}
</section>`;
}

const sample = (name: string, event: unknown, open: boolean): string =>
  `<details${open ? ' open' : ''}><summary>Sample: ${escaped(name)}</summary><pre>${escaped(JSON.stringify(event, null, 2))}</pre></details>`;

const fieldTable = (schema: Schema): string =>
  table(
    ['field', 'what', ''],
    fieldsOf(schema).map(({ path, type, optional }) => [code(path), escaped(type), optional ? 'optional' : '']),
  );

const topicRow = ({ address, bindings, messages }: Channel): string[] => [
  code(address),
  String(bindings.kafka.partitions),
  Object.keys(messages).map(link).join('<br>'),
];

const topicLinks = ([topic, { messages }]: [string, Channel]): string =>
  `<h3>${escaped(topic)}</h3><ul>${Object.keys(messages)
    .map((type) => `<li>${link(type)}</li>`)
    .join('')}</ul>`;

const table = (headings: readonly string[], rows: readonly string[][]): string =>
  `<table><thead>${tableRow('th', headings)}</thead><tbody>${rows.map((cells) => tableRow('td', cells)).join('')}</tbody></table>`;
const tableRow = (tag: string, cells: readonly string[]): string =>
  `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;

const link = (type: string): string => `<a href="#${escaped(type)}">${escaped(type)}</a>`;
const code = (text: string): string => `<code>${escaped(text)}</code>`;
/** Markdown's one sign that descriptions use. */
const prose = (text: string): string => escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>');
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
