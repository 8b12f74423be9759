import type { ActContent, ActVerb, UnitRecord } from '#contracts';
import type { Tree } from '#tree';
import { ActDraft, type ActFault, type MemberMove, type UnitChange, type UnitEnd } from './act-draft.js';
import { judgeWhole } from './aftermath.rules.js';
import { deduplicate, dissolve, found, foundParts, join, split } from './endings.rules.js';
import { inOrder } from './step-order.rules.js';
import { changeUnit } from './unit-changes.rules.js';

/** What an act makes of a tree. */
export type Expansion = {
  /** Changes of units in an order in which each leaves a valid tree; empty when there are faults. */
  records: UnitChange[];
  memberMoves: MemberMove[];
  /** Units that end. */
  ends: UnitEnd[];
  /** Units each of whose members needs a place by this act, with the verb that says so. */
  placing: ReadonlyMap<string, number>;
  /** The tree after it; the one given when there are faults. */
  tree: Tree;
  faults: ActFault[];
};

/**
 * Expands an act over a tree: pure, and the same in every service, so that what a dry run shows is what happens. Verbs
 * that change one thing of a unit come first and those that end units after them, whatever their order in the act, so that what
 * is handed over or founded is in its place when the rest is moved.
 */
export function expandAct(tree: Tree, { effective, steps }: Pick<ActContent, 'effective' | 'steps'>): Expansion {
  const draft = new ActDraft(tree, effective, endingUnits(steps));
  for (const [step, verb] of steps.entries()) begin(draft, step, verb);
  const succeededBy = successorsIndex(draft, steps);
  for (const [step, verb] of steps.entries()) conclude(draft, step, verb, succeededBy);
  judgeWhole(draft);
  const { moves: memberMoves, ends, placing, faults } = draft;
  if (faults.length > 0) return { records: [], memberMoves, ends, placing, tree, faults };
  const ordered = inOrder(tree, draft.changes, draft.day);
  if (ordered.faults.length > 0) return { records: [], memberMoves, ends, placing, tree, faults: ordered.faults };
  return { records: ordered.steps, memberMoves, ends, placing, tree: ordered.tree, faults };
}

/** Verbs after which no unit is gone. */
function begin(draft: ActDraft, step: number, verb: ActVerb): void {
  switch (verb.verb) {
    case 'found':
      return found(draft, step, verb);
    case 'fuse':
      return found(draft, step, verb.to);
    case 'split':
      return foundParts(draft, step, verb);
    case 'hand-over':
      return change(draft, step, verb.unitId, { parentId: verb.parentId });
    case 'rename':
      return change(draft, step, verb.unitId, { name: verb.name, code: verb.code });
    case 'change-level':
      return change(draft, step, verb.unitId, { level: verb.level, kind: verb.kind });
    case 'change-kind':
      return change(draft, step, verb.unitId, { kind: verb.kind });
    case 'restore':
      return restore(draft, step, verb);
    case 'dissolve':
    case 'merge':
    case 'deduplicate':
      return;
  }
}

function conclude(draft: ActDraft, step: number, verb: ActVerb, succeededBy: (id: string) => readonly string[]): void {
  if (verb.verb === 'dissolve') dissolve(draft, step, verb);
  else if (verb.verb === 'merge') join(draft, step, verb.unitId, verb.into, verb);
  else if (verb.verb === 'fuse') for (const unitId of verb.from) join(draft, step, unitId, verb.to.unitId, verb);
  else if (verb.verb === 'split') split(draft, step, verb);
  else if (verb.verb === 'deduplicate') deduplicate(draft, step, verb, succeededBy);
}

type Changes = Parameters<typeof changeUnit>[1];
const ASPECTS = ['parentId', 'name', 'code', 'kind', 'level'] as const;

function change(draft: ActDraft, step: number, unitId: string, changes: Changes): void {
  const { name, code } = changes;
  const tidy = { ...changes, ...(name && { name: text(name) }), ...(code && { code: text(code) }) };
  const claimed = ASPECTS.filter((key) => tidy[key] !== undefined).map((key) => draft.claim(step, unitId, key));
  if (claimed.length === 0) return draft.fault({ step, code: 'no-change', unitId });
  if (claimed.every(Boolean)) draft.change(step, unitId, (record) => changeUnit(record, tidy, draft.effective));
}

const text = (value: string): string => value.normalize('NFC').trim();

/** A record as it was before: whatever is said of the day, the revocation judges whether it may. */
function restore(draft: ActDraft, step: number, verb: Extract<ActVerb, { verb: 'restore' }>): void {
  const { verb: _verb, unitId, stretches, ...became } = verb;
  const record = draft.tree.get(unitId);
  if (!record) return draft.fault({ step, code: 'no-such-unit', unitId });
  if (draft.changes.has(unitId)) return draft.fault({ step, code: 'unit-twice', unitId });
  const restored: UnitRecord = { id: unitId, version: 0, voided: stretches.length === 0, stretches, ...became };
  draft.put(step, restored);
}

function endingUnits(steps: readonly ActVerb[]): Set<string> {
  const ending = new Set<string>();
  for (const verb of steps) {
    if (verb.verb === 'fuse') for (const unitId of verb.from) ending.add(unitId);
    else if (verb.verb === 'dissolve' || verb.verb === 'merge' || verb.verb === 'deduplicate') ending.add(verb.unitId);
    else if (verb.verb === 'split' && !verb.keeps) ending.add(verb.unitId);
  }
  return ending;
}

/** Units of which a second record is said to have become the successor; looked up once, only if something is deduplicated. */
function successorsIndex(draft: ActDraft, steps: readonly ActVerb[]): (id: string) => readonly string[] {
  const index = new Map<string, string[]>();
  const wanted = new Set(steps.flatMap((verb) => (verb.verb === 'deduplicate' ? [verb.unitId] : [])));
  if (wanted.size > 0)
    for (const id of draft.tree.ids())
      for (const { to } of draft.tree.get(id)?.successions ?? [])
        for (const { unitId } of to) if (wanted.has(unitId)) index.set(unitId, [...(index.get(unitId) ?? []), id]);
  return (id) => index.get(id) ?? [];
}
