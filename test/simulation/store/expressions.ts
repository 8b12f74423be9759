import { at, compare, drop, equal, isPlain, put, type Doc } from './values.js';

const ms = (value: unknown): number => (value instanceof Date ? value.getTime() : Number(value));
const truthy = (value: unknown): boolean => !(value === false || value === null || value === undefined || value === 0);

type Operator = (args: unknown[], doc: Doc, now: Date) => unknown;
const OPERATORS: Record<string, Operator> = {
  $eq: ([a, b]) => equal(a ?? null, b ?? null),
  $lt: ([a, b]) => compare(a, b) < 0,
  $gte: ([a, b]) => compare(a, b) >= 0,
  $or: (args) => args.some(truthy),
  $max: (args) => greatest(args.filter((arg) => arg !== null && arg !== undefined)),
  $add: (args) => sum(args, (total, n) => total + n),
  $subtract: (args) => sum(args, (total, n) => total - n),
  $ifNull: ([value, other]) => value ?? other,
  $cond: ([when, then, otherwise]) => (truthy(when) ? then : otherwise),
};

const greatest = (args: readonly unknown[]): unknown =>
  args.reduce((most, arg) => (most === null || compare(most, arg) < 0 ? arg : most), null);

/** Of numbers a number, of a date and numbers a date. */
function sum(args: readonly unknown[], fold: (total: number, n: number) => number): unknown {
  if (args.some((arg) => arg === null || arg === undefined)) return null;
  const total = args.map(ms).reduce(fold);
  return args.some((arg) => arg instanceof Date) ? new Date(total) : total;
}

/** An aggregation expression, as far as our code writes them. @throws Error for an operator that is not known here */
export function evaluate(expression: unknown, doc: Doc, now: Date): unknown {
  if (typeof expression === 'string' && expression.startsWith('$$NOW')) return now;
  if (typeof expression === 'string' && expression.startsWith('$')) return at(doc, expression.slice(1));
  if (Array.isArray(expression)) return expression.map((item: unknown) => evaluate(item, doc, now));
  if (!isPlain(expression)) return expression;
  const [name] = Object.keys(expression);
  if (name === '$literal') return expression[name];
  if (name?.startsWith('$')) {
    const operator = OPERATORS[name];
    if (!operator) throw new Error(`the fake store knows no ${name}`);
    return operator([evaluate(expression[name], doc, now)].flat(), doc, now);
  }
  return Object.fromEntries(Object.entries(expression).map(([field, part]) => [field, evaluate(part, doc, now)]));
}

/** An update given as a pipeline of `$set` and `$unset`. */
export function pipelined(doc: Doc, stages: readonly Doc[], now: Date): Doc {
  const result = { ...doc };
  for (const stage of stages)
    for (const [name, argument] of Object.entries(stage)) {
      if (name === '$unset') for (const path of [argument as string].flat()) drop(result, path);
      else if (name === '$set') setAll(result, argument as Doc, now);
      else throw new Error(`the fake store knows no stage ${name}`);
    }
  return result;
}

function setAll(doc: Doc, fields: Doc, now: Date): void {
  const before = { ...doc };
  for (const [path, expression] of Object.entries(fields)) {
    const value = evaluate(expression, before, now);
    if (value !== undefined) put(doc, path, value);
  }
}
