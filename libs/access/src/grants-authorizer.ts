import { localDayOf } from '#calendar';
import { Refusal } from '#contracts';
import { Authorizer, type Action } from '#http';
import { Gathered, Store } from '#mongo';
import { TreeReplica, type Tree } from '#tree';
import { Injectable } from '@nestjs/common';
import { holdsAnywhere, reaches, reachOf, rootsAmong, unitsAllowing, type Grant } from './access.rules.js';
import { grantsOfPersons } from './grants.js';

/** Writes that name a unit of the registry in another service: the unit may be on its way. */
const WAITS_FOR_UNIT: ReadonlySet<Action> = new Set(['meetings:write', 'inspection:write', 'reports:write']);

/**
 * Rights from the grants of roles and the tree as known here. Read afresh at every request, in one indexed read for those
 * of one moment, so that a grant taken away counts from the moment this service has heard of it.
 */
@Injectable()
export class GrantsAuthorizer extends Authorizer {
  readonly #grants = new Gathered<string, Grant[]>((persons) => grantsOfPersons(this.store.db, persons));

  constructor(
    private readonly store: Store,
    private readonly trees: TreeReplica,
  ) {
    super();
  }

  /**
   * @throws Refusal `outside-subtree` (403); `no-such-unit` (404), or for a write to a service that learns of units by
   * events `unit-not-known-yet` (409, Retry-After) after waiting for it
   */
  async require(sub: string, action: Action, unitId: string): Promise<void> {
    const heldAt = await this.reachable(sub, action);
    // Who holds it nowhere learns nothing else, and waits for nothing.
    if (heldAt.length === 0) throw outside();
    const tree = await this.#treeWith(unitId, WAITS_FOR_UNIT.has(action));
    const today = localDayOf(new Date());
    const roots = rootsAmong(heldAt, tree, today);
    if (!reaches(heldAt, unitId, reachOf(tree, unitId, today), roots)) throw outside();
  }

  /** @throws Refusal `outside-subtree` (403) when no unit gives the action today; for `operations`, when no root does */
  async requireAnywhere(sub: string, action: Action): Promise<void> {
    const heldAt = await this.reachable(sub, action);
    if (heldAt.length === 0) throw outside();
    const tree = await this.trees.current();
    const today = localDayOf(new Date());
    const isRoot = (unitId: string): boolean => tree.parentOn(unitId, today) === null;
    if (!holdsAnywhere(heldAt, action, { revision: tree.revision, isRoot })) throw outside();
  }

  /** The units at which the person holds the action today. */
  async reachable(sub: string, action: Action): Promise<string[]> {
    const grants = await this.#grants.ask(sub);
    return unitsAllowing(grants, action, localDayOf(new Date()));
  }

  async #treeWith(unitId: string, wait: boolean): Promise<Tree> {
    if (wait) return this.trees.waitForUnit(unitId);
    const tree = await this.trees.current();
    if (!tree.get(unitId)) throw new Refusal('not-found', 'no-such-unit');
    return tree;
  }
}

const outside = (): Refusal => new Refusal('forbidden', 'outside-subtree');
