/** What is read of a JSON schema to show it. */
export interface Schema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  format?: string;
  minimum?: number;
  maximum?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  /** Of an object whose names are data. */
  propertyNames?: Schema;
  additionalProperties?: Schema;
}

/** One line of the table of an event: where in it, what is there, and whether it may be left out. */
export type Field = { path: string; type: string; optional: boolean };

/** All fields of an object in order, those inside it below it: `attendance.belong`, `findings[].date`. */
export function fieldsOf(schema: Schema, inside = ''): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const path = inside + name;
    const optional = !schema.required?.includes(name);
    return [{ path, type: typeOf(property), optional }, ...below(path, property)];
  });
}

function below(path: string, schema: Schema): Field[] {
  const { items } = withoutNull(schema);
  return items ? below(`${path}[]`, items) : fieldsOf(withoutNull(schema), `${path}.`);
}

function typeOf(schema: Schema): string {
  const inner = withoutNull(schema);
  return inner === schema ? plainType(schema) : `${plainType(inner)} or null`;
}

function plainType({ const: only, enum: among, items, type, format, ...more }: Schema): string {
  if (only !== undefined) return JSON.stringify(only);
  if (among) return among.map((value) => String(value)).join(' | ');
  if (items) return `list of ${items.properties ? 'objects' : plainType(items)}`;
  if (more.additionalProperties)
    return `${plainType(more.additionalProperties)} by ${more.propertyNames ? plainType(more.propertyNames) : 'name'}`;
  return [format ?? type ?? 'any', rangeOf(more)].filter((part) => part !== '').join(' ');
}

/** Bounds that say something: the greatest whole number of JavaScript is none. */
function rangeOf({ minimum, maximum }: Schema): string {
  const most = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
  const least = minimum === Number.MIN_SAFE_INTEGER ? undefined : minimum;
  if (least === undefined) return most === undefined ? '' : `≤ ${most}`;
  return most === undefined ? `≥ ${least}` : `${least} … ${most}`;
}

function withoutNull(schema: Schema): Schema {
  const others = schema.anyOf?.filter(({ type }) => type !== 'null') ?? [];
  return others.length === 1 && others[0] ? others[0] : schema;
}
