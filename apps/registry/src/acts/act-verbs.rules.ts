import { actVerbSchema, Refusal, type ActVerb } from '#contracts';

/** Verbs that a client may enter: all but what a revocation is made of. */
const ENTERED = actVerbSchema.options.filter(({ shape }) => shape.verb.value !== 'restore');
export const ENTERED_VERBS = ENTERED.map(({ shape }) => shape.verb.value);

/**
 * Verbs as a client sent them, numbered from `first`; units that they found without an id get one that follows from act
 * and number, so that a dry run and what happens name the same.
 *
 * @throws Refusal `invalid-request` (400) with every path that is wrong
 */
export function verbsOf(sent: readonly unknown[], first: number, idFor: (name: string) => string): ActVerb[] {
  const faults: { path: string; code: string }[] = [];
  const verbs = sent.flatMap((raw, at) => {
    const parsed = actVerbSchema.safeParse(withIds(raw, (part) => idFor(`${first + at}${part}`)));
    if (parsed.success && parsed.data.verb !== 'restore') return [lowerCased(parsed.data)];
    const issues = parsed.success ? [{ path: ['verb'], code: 'is-in' }] : parsed.error.issues;
    for (const { path, code } of issues)
      faults.push({ path: ['steps', at, ...path].map(String).join('.'), code: code.replaceAll('_', '-') });
    return [];
  });
  if (faults.length > 0) throw new Refusal('malformed', 'invalid-request', {}, faults.slice(0, 100));
  return verbs;
}

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function withIds(raw: unknown, idFor: (part: string) => string): unknown {
  if (!isObject(raw)) return raw;
  if (raw['verb'] === 'found') return { unitId: idFor(''), ...raw };
  if (raw['verb'] === 'fuse' && isObject(raw['to'])) return { ...raw, to: { unitId: idFor(''), ...raw['to'] } };
  if (raw['verb'] !== 'split' || !Array.isArray(raw['parts'])) return raw;
  const parts = raw['parts'].map((part: unknown, at) =>
    isObject(part) && part['founded'] !== undefined ? { unitId: idFor(`/${at}`), ...part } : part,
  );
  return { ...raw, parts };
}

/** Ids are told apart by their text, and a client may write them in capitals. */
const lowerCased = (verb: ActVerb): ActVerb =>
  JSON.parse(JSON.stringify(verb), (_key, value: unknown) =>
    typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(value) ? value.toLowerCase() : value,
  ) as ActVerb;

/** Units that a verb names and that are not founded by it: where the right to change the tree is needed. */
export function namedUnits(verb: ActVerb): string[] {
  switch (verb.verb) {
    case 'found':
      return [verb.parentId];
    case 'dissolve':
      return [verb.unitId, ...(verb.to === undefined ? [] : [verb.to])];
    case 'merge':
      return [verb.unitId, verb.into];
    case 'fuse':
      return [...verb.from, verb.to.parentId];
    case 'split':
      return [verb.unitId, ...verb.parts.map(({ unitId, founded }) => founded?.parentId ?? unitId)];
    case 'hand-over':
      return [verb.unitId, verb.parentId];
    case 'deduplicate':
      return [verb.unitId, verb.of];
    default:
      return [verb.unitId];
  }
}

/** Units that a verb founds; they need no right of their own. */
export function foundedBy(verb: ActVerb): string[] {
  if (verb.verb === 'found') return [verb.unitId];
  if (verb.verb === 'fuse') return [verb.to.unitId];
  return verb.verb === 'split' ? verb.parts.flatMap(({ unitId, founded }) => (founded ? [unitId] : [])) : [];
}
