import { createHash, hash } from 'node:crypto';

/** Printable ASCII without quote and backslash: JSON writes it as it is. Nearly all texts of events are so. */
const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;
const textOf = (text: string): string => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text));

/** Plain values whose keys are in order already, at every depth: JSON.stringify makes the same text of them. */
function isInOrder(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isInOrder);
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  let before = '';
  for (const key in value) {
    if (key < before || !isInOrder((value as Record<string, unknown>)[key])) return false;
    before = key;
  }
  return true;
}

/** JSON with sorted keys: equal for equal values, whatever order a client wrote them in. */
export const canonicalJson = (value: unknown): string =>
  isInOrder(value) ? (JSON.stringify(value) ?? 'null') : sortedJson(value);

function sortedJson(value: unknown): string {
  if (typeof value === 'string') return textOf(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(sortedJson).join(',')}]`;
  const fields = value as Record<string, unknown>;
  let text = '';
  // By code units, as `<` compares.
  for (const key of Object.keys(fields).sort()) {
    const field = fields[key];
    if (field !== undefined) text += `${text === '' ? '' : ','}${textOf(key)}:${sortedJson(field)}`;
  }
  return `{${text}}`;
}

/** SHA-256 in hex. */
export const sha256 = (text: string): string => hash('sha256', text);

// A namespace of our own, so that nobody else's version 5 ids meet ours.
const NAMESPACE = Buffer.from('6f0d2c2e5a1b4c7f9e3d8b4a1c6e7f20', 'hex');

/** A UUID made from a name (RFC 9562, version 5): the same name, the same id. */
export function derivedUuid(name: string): string {
  const bytes = createHash('sha1').update(NAMESPACE).update(name, 'utf8').digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
