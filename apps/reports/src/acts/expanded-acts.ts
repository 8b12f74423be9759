import { expandAct, type Expansion } from '#acts';
import { Refusal } from '#contracts';
import type { HeardAct } from '#impacts';
import type { Tree } from '#tree';

/** An act of hundreds of thousands of steps takes seconds to expand; its pages are asked for one after another. */
const kept = new WeakMap<Tree, Map<string, Expansion>>();

/**
 * What an act would make of a tree.
 * @throws Refusal 409 `act-has-faults`: over the tree as the figures have it, it cannot be
 */
export function expandedOver(tree: Tree, act: HeardAct): Expansion {
  const ofTree = kept.get(tree) ?? new Map<string, Expansion>();
  kept.set(tree, ofTree);
  const key = `${act.actId} ${act.check}`;
  const expansion = ofTree.get(key) ?? expandAct(tree, act);
  ofTree.clear();
  ofTree.set(key, expansion);
  const [fault] = expansion.faults;
  if (fault) throw new Refusal('conflict', 'act-has-faults', { fault: fault.code });
  return expansion;
}
