/** What this test reads of an OpenAPI document. */
export type Schema = {
  $ref?: string;
  type?: string;
  example?: unknown;
  default?: unknown;
  required?: string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  allOf?: Schema[];
  [more: string]: unknown;
};
export type Parameter = {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  example?: unknown;
  schema?: Schema;
};
type Content = Record<string, { schema?: Schema; example?: unknown; examples?: Record<string, { value: unknown }> }>;
export type Operation = {
  summary?: string;
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Content };
  responses: Record<string, { description: string; content?: Content }>;
  'x-access'?: string;
};
export type Document = {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};

/** One route of one service. */
export type Route = { service: string; method: string; path: string; operation: Operation; document: Document };

/** A request made from the examples of a route. */
export type ExampleRequest = {
  method: string;
  path: string;
  headers: Record<string, string>;
  /** Of the type `contentType`; a text is sent as it is. */
  body?: unknown;
  contentType: string;
};

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'trace'];
const ACCESS = ['reference', 'unit', 'person', 'operations', 'public'];

export const nameOf = ({ service, method, path }: Route): string => `${service} ${method.toUpperCase()} ${path}`;

export const routesOf = (service: string, document: Document): Route[] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => METHODS.includes(method))
      .map(([method, operation]) => ({ service, method, path, operation, document })),
  );

const target = (document: Document, schema: Schema): Schema => {
  if (!schema.$ref) return schema;
  const found = document.components.schemas[schema.$ref.replace('#/components/schemas/', '')];
  if (!found) throw new Error(`${schema.$ref} leads nowhere`);
  return target(document, found);
};

/** The example of a schema: its own, or one built of those of its fields; undefined without any. */
export function exampleOf(document: Document, given: Schema): unknown {
  if (given.example !== undefined) return given.example;
  const schema = target(document, given);
  if (schema.example !== undefined) return schema.example;
  if (schema.allOf) return mergedExamples(document, schema.allOf);
  if (schema.properties) {
    const fields = Object.entries(schema.properties).map(
      ([name, field]) => [name, exampleOf(document, field)] as const,
    );
    const shown = fields.filter(([, example]) => example !== undefined);
    return shown.length > 0 ? Object.fromEntries(shown) : undefined;
  }
  if (schema.type === 'array' && schema.items) {
    const item = exampleOf(document, schema.items);
    return item === undefined ? undefined : [item];
  }
  return undefined;
}

function mergedExamples(document: Document, parts: Schema[]): unknown {
  const examples = parts.map((part) => exampleOf(document, part)).filter((example) => typeof example === 'object');
  return examples.length > 0 ? Object.assign({}, ...examples) : undefined;
}

const parameterExample = ({ example, schema }: Parameter): unknown => example ?? schema?.example;

/** The type a body is sent as: the first that the route takes. */
const typeOfBody = ({ operation }: Route): string =>
  Object.keys(operation.requestBody?.content ?? {})[0] ?? 'application/json';

function bodyExample(route: Route): unknown {
  const { operation, document } = route;
  const content = operation.requestBody?.content[typeOfBody(route)];
  if (!content) return undefined;
  const named = Object.values(content.examples ?? {})[0]?.value;
  return content.example ?? named ?? (content.schema ? exampleOf(document, content.schema) : undefined);
}

/** Fields that a body must have and its example lacks. */
function missingFields(document: Document, given: Schema, example: unknown, path = ''): string[] {
  const schema = target(document, given);
  if (typeof example !== 'object' || example === null) return [];
  const fields = example as Record<string, unknown>;
  const here = (schema.required ?? []).filter((name) => !(name in fields)).map((name) => path + name);
  const deeper = Object.entries(schema.properties ?? {}).flatMap(([name, field]) =>
    name in fields ? missingFields(document, field, fields[name], `${path}${name}.`) : [],
  );
  return [...here, ...deeper, ...(schema.allOf ?? []).flatMap((part) => missingFields(document, part, example, path))];
}

/** What a route fails to say of itself. */
export function undocumented(route: Route): string[] {
  const { operation, document } = route;
  const faults: string[] = [];
  const access = operation['x-access'];
  if (!operation.summary?.trim()) faults.push('no summary');
  if (!access || !ACCESS.includes(access)) faults.push('no x-access (use @Route or @Access of #http)');
  for (const parameter of operation.parameters ?? [])
    if (parameter.required && parameterExample(parameter) === undefined)
      faults.push(`no example of ${parameter.in} ${parameter.name}`);
  const body = operation.requestBody?.content[typeOfBody(route)]?.schema;
  if (operation.requestBody) {
    const example = bodyExample(route);
    if (!body) faults.push('a body without schema');
    else if (example === undefined) faults.push('no example of the body');
    else faults.push(...missingFields(document, body, example).map((field) => `no example of the field ${field}`));
  }
  faults.push(...undocumentedAnswers(operation));
  return faults;
}

function undocumentedAnswers({ responses, 'x-access': access, ...operation }: Operation): string[] {
  const faults: string[] = [];
  const successes = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  if (successes.length !== 1) faults.push(`${successes.length} kinds of success`);
  for (const [status, { content, description }] of successes)
    if (!description || !Object.values(content ?? {})[0]?.schema) faults.push(`${status} has no description or schema`);
  const needed = access === 'public' ? [] : ['401', ...(access === 'reference' ? [] : ['403']), '429', '500', '503'];
  if (operation.requestBody) needed.push('400', '413');
  for (const status of needed) {
    const examples = responses[status]?.content?.['application/problem+json']?.examples;
    if (!examples || Object.keys(examples).length === 0) faults.push(`no example of ${status}`);
  }
  return faults;
}

/** The request that the examples of a route make. `supplied`: path parameters that no document can know. */
export function exampleRequest(route: Route, supplied: Record<string, string> = {}): ExampleRequest {
  const { method, path, operation } = route;
  const values = (place: Parameter['in']): [string, string][] =>
    (operation.parameters ?? [])
      .filter((parameter) => parameter.in === place)
      .map((parameter): [string, unknown] => [parameter.name, supplied[parameter.name] ?? parameterExample(parameter)])
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, String(value)]);
  const filled = values('path').reduce(
    (text, [name, value]) => text.replace(`{${name}}`, encodeURIComponent(value)),
    path,
  );
  const query = new URLSearchParams(values('query')).toString();
  return {
    method: method.toUpperCase(),
    path: query ? `${filled}?${query}` : filled,
    headers: Object.fromEntries(values('header')),
    body: bodyExample(route),
    contentType: typeOfBody(route),
  };
}
