import { Ajv, type AnySchemaObject } from 'ajv';
import formats from 'ajv-formats';
import type { Document, Route, Schema } from './documents.js';

/** A document's schema for ajv: fields that it does not name are refused, since a document that leaves some out is wrong. */
function closed(schema: unknown, insideAllOf = false): unknown {
  if (Array.isArray(schema)) return schema.map((part) => closed(part));
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      key,
      key === 'allOf'
        ? (value as unknown[]).map((part) => closed(part, true))
        : key === 'example'
          ? value
          : closed(value),
    ]),
  ) as Schema;
  if (copy.properties && !insideAllOf && !copy.allOf && copy.additionalProperties === undefined)
    copy.additionalProperties = false;
  return copy;
}

const validators = new WeakMap<Document, Ajv>();

function validatorOf(document: Document): Ajv {
  const known = validators.get(document);
  if (known) return known;
  const ajv = new Ajv({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema({ $id: 'document', components: closed(document.components) });
  validators.set(document, ajv);
  return ajv;
}

/** How an answer differs from what its route declares for its status; empty when it does not. */
export function undeclared(route: Route, status: number, type: string, body: unknown): string[] {
  const declared = route.operation.responses[status];
  if (!declared) return [`${status} is not declared`];
  const media = type.split(';', 1)[0] ?? '';
  const schema = declared.content?.[media]?.schema;
  if (!schema) return [`${status} is not declared as ${media}`];
  const text = JSON.stringify(closed(schema)).replaceAll('"#/components', '"document#/components');
  const ajv = validatorOf(route.document);
  const validate = ajv.compile(JSON.parse(text) as AnySchemaObject);
  return validate(body)
    ? []
    : (validate.errors ?? []).map(
        ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
      );
}
