import { reaches, rootsAmong } from '#access';
import { localDayOf } from '#calendar';
import { Refusal, type ActVerb } from '#contracts';
import { Authorizer } from '#http';
import { TreeReplica } from '#tree';
import { Injectable } from '@nestjs/common';
import { FirstAdministrator } from '../roles/first-administrator.js';
import type { ActDocument } from './act.js';
import { foundedBy, namedUnits } from './act-verbs.rules.js';
import { ActsStore } from './acts.store.js';

type Reach = { all: true } | { all: false; unit: (unitId: string) => boolean };

/** Who may draft, edit, check and approve an act: who administers every unit that it names, or one above it. */
@Injectable()
export class ActsAccess {
  constructor(
    private readonly authorizer: Authorizer,
    private readonly first: FirstAdministrator,
    private readonly trees: TreeReplica,
    private readonly store: ActsStore,
  ) {}

  /** Before anything is looked up. @throws Refusal `outside-subtree` (403) */
  requireAnywhere(sub: string): Promise<void> {
    return this.authorizer.requireAnywhere(sub, 'tree:write');
  }

  /** @throws Refusal `outside-subtree` (403) */
  async requireAt(sub: string, verbs: readonly ActVerb[]): Promise<void> {
    await this.requireAnywhere(sub);
    const reach = await this.#reachOf(sub);
    if (!reach.all && !unitsOf(verbs).every(reach.unit)) throw outside();
  }

  /** To change an act, or say yes to it. @throws Refusal `outside-subtree` (403) */
  async requireChange(sub: string, act: ActDocument): Promise<void> {
    await this.requireAt(sub, (await this.#seesAll(sub)) ? [] : await this.#verbsOf(act));
  }

  /** To read an act: whoever has to do with it, or administers a unit that it names. @throws Refusal `outside-subtree` (403) */
  async requireRead(sub: string, act: ActDocument): Promise<void> {
    if ([act.draftedBy, act.editedBy, act.approvedBy].includes(sub)) return;
    const reach = await this.#reachOf(sub);
    if (!reach.all && !unitsOf(await this.#verbsOf(act)).some(reach.unit)) throw outside();
  }

  /** Whether they administer the whole tree, and so see every act in lists. */
  async #seesAll(sub: string): Promise<boolean> {
    return (await this.#reachOf(sub)).all;
  }

  /** Acts that lists show: all to who administers the whole tree; to others what they had a hand in. */
  async listed(sub: string): Promise<object> {
    if (await this.#seesAll(sub)) return {};
    return { $or: [{ draftedBy: sub }, { editedBy: sub }, { approvedBy: sub }] };
  }

  /** What it does, or, of a revocation, what the act did that it takes back. */
  #verbsOf({ _id, revokes }: ActDocument): Promise<ActVerb[]> {
    return this.store.verbsOf(revokes ?? _id);
  }

  async #reachOf(sub: string): Promise<Reach> {
    if (this.first.is(sub)) return { all: true };
    const heldAt = await this.authorizer.reachable(sub, 'tree:write');
    const tree = await this.trees.current();
    const today = localDayOf(new Date());
    const roots = rootsAmong(heldAt, tree, today);
    if (roots.length > 0) return { all: true };
    return { all: false, unit: (id) => !tree.get(id) || reaches(heldAt, id, tree.path(id, today), roots) };
  }
}

function unitsOf(verbs: readonly ActVerb[]): string[] {
  const founded = new Set(verbs.flatMap(foundedBy));
  return [...new Set(verbs.flatMap(namedUnits))].filter((id) => !founded.has(id));
}

const outside = (): Refusal => new Refusal('forbidden', 'outside-subtree');
