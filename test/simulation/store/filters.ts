import { evaluate } from './expressions.js';
import { compare, equal, isPlain, sameKind, valuesAt, type Doc } from './values.js';

const isOperators = (value: unknown): value is Doc => isPlain(value) && Object.keys(value)[0]?.startsWith('$') === true;

/** Ranges only hold between values of one type. */
const ranged =
  (wanted: (order: number) => boolean) =>
  (found: unknown, operand: unknown): boolean =>
    sameKind(found, operand) && wanted(compare(found, operand));

const RANGES: Record<string, (found: unknown, operand: unknown) => boolean> = {
  $gt: ranged((order) => order > 0),
  $gte: ranged((order) => order >= 0),
  $lt: ranged((order) => order < 0),
  $lte: ranged((order) => order <= 0),
};

/** The values at a path and, where one is an array, its items. */
const candidates = (doc: Doc, path: string): unknown[] =>
  valuesAt(doc, path.split('.')).flatMap((value) =>
    Array.isArray(value) ? [value, ...(value as unknown[])] : [value],
  );

function isValue(found: readonly unknown[], operand: unknown): boolean {
  if (operand === null || operand === undefined) return found.length === 0 || found.some((value) => value === null);
  if (operand instanceof RegExp) return found.some((value) => typeof value === 'string' && operand.test(value));
  return found.some((value) => equal(value, operand));
}

function holds(found: readonly unknown[], name: string, operand: unknown): boolean {
  if (name === '$in') return (operand as unknown[]).some((one) => isValue(found, one));
  if (name === '$eq') return isValue(found, operand);
  if (name === '$ne') return !isValue(found, operand);
  if (name === '$exists') return found.length > 0 === operand;
  const range = RANGES[name];
  if (!range) throw new Error(`the fake store knows no ${name}`);
  return found.some((value) => range(value, operand));
}

/** Whether a document is one that a filter means. @throws Error for an operator that is not known here */
export function matches(doc: Doc, filter: Doc, now: Date): boolean {
  return Object.entries(filter).every(([path, condition]) => {
    if (path === '$nor') return !(condition as Doc[]).some((one) => matches(doc, one, now));
    if (path === '$or') return (condition as Doc[]).some((one) => matches(doc, one, now));
    if (path === '$expr') return evaluate(condition, doc, now) === true;
    const found = candidates(doc, path);
    if (!isOperators(condition)) return isValue(found, condition);
    return Object.entries(condition).every(([name, operand]) =>
      name === '$elemMatch' ? hasElement(found, operand as Doc, now) : holds(found, name, operand),
    );
  });
}

const hasElement = (found: readonly unknown[], wanted: Doc, now: Date): boolean =>
  found.some((value) => Array.isArray(value) && value.some((each) => isPlain(each) && matches(each, wanted, now)));
