import type { Level } from '#contracts';
import type { Tx } from '#http';
import { actorOf, followedBy, Followers, nearestState, noteOf, type Follower, type Following, type Tree } from '#tree';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { goingOn, lyingOf, lyingWith, type Levels } from './open-opinions.rules.js';
import { OpinionFacts } from './opinion-facts.js';
import { fromDocument } from './opinion-state.js';

/** An open opinion goes on with who follows the unit where it lies, or the branch that it concerns. */
@Injectable()
export class OpenOpinionsFollower implements Follower, OnModuleInit {
  constructor(
    private readonly facts: OpinionFacts,
    private readonly followers: Followers,
  ) {}

  onModuleInit(): void {
    this.followers.add(this);
  }

  async open(unitIds: readonly string[]): Promise<string[]> {
    const among = { $in: [...unitIds] };
    const found = await this.facts.find({
      state: 'open',
      $or: [{ unitId: among }, { 'lying.unitId': among }, { 'held.unitId': among }, { 'followed.units': among }],
    });
    return found.map(({ _id }) => _id);
  }

  async follow(tx: Tx, id: string, { act, tree, today }: Following): Promise<void> {
    const stored = await this.facts.get(id, tx.session);
    if (stored?.state !== 'open') return;
    const one = fromDocument(stored);
    const moved = followedBy({ ...stored, parts: lyingOf(one) }, act, {
      going: (lying) => goingOn(levelsOf(tree), one, lying, today),
      unitsOf: ({ held, stretches }) => [one.unitId, ...[...held, ...stretches].map(({ unitId }) => unitId)],
    });
    if (!moved) return;
    const state = { ...lyingWith(one, moved.parts), followed: moved.followed };
    const deed = { act: 'followed' as const, actor: actorOf(act), reason: noteOf(act) };
    await this.facts.record(tx, { id, version: stored.version + 1, state, tree }, deed);
  }
}

const levelsOf = (tree: Tree): Levels => ({
  get: (id) => tree.get(id),
  aliveOn: (id, day) => tree.aliveOn(id, day),
  parentOn: (id, day) => tree.parentOn(id, day),
  levelOn: (id, day): Level => {
    const record = tree.get(id);
    const state = record && nearestState(record, day);
    if (!state) throw new Error(`unit ${id} is of no level`);
    return state.level;
  },
});
