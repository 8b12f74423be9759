import type { Tx } from '#http';
import { actorOf, followedBy, Followers, noteOf, type Follower, type Following } from '#tree';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { goingOn, isOpen, lyingOf, lyingWith } from './open-resolutions.rules.js';
import { ResolutionFacts } from './resolution-facts.js';
import { fromDocument } from './resolution-state.js';

/** What a unit that ended left to be done of its resolutions goes on with who goes on. */
@Injectable()
export class OpenResolutionsFollower implements Follower, OnModuleInit {
  constructor(
    private readonly facts: ResolutionFacts,
    private readonly followers: Followers,
  ) {}

  onModuleInit(): void {
    this.followers.add(this);
  }

  async open(unitIds: readonly string[]): Promise<string[]> {
    const among = { $in: [...unitIds] };
    const found = await this.facts.find({
      state: 'adopted',
      $or: [{ unitId: among }, { 'held.unitId': among }, { 'tasks.assignee.id': among }, { 'followed.units': among }],
    });
    return found.filter(isOpen).map(({ _id }) => _id);
  }

  async follow(tx: Tx, id: string, { act, tree, today }: Following): Promise<void> {
    const stored = await this.facts.get(id, tx.session);
    if (!stored || !isOpen(stored)) return;
    const one = fromDocument(stored);
    const moved = followedBy({ ...stored, parts: lyingOf(one) }, act, {
      going: (lying) => goingOn(tree, one, lying, today),
      unitsOf: ({ held, assignees }) => [one.unitId, ...[...held, ...assignees].map(({ unitId }) => unitId)],
    });
    if (!moved) return;
    const state = { ...lyingWith(one, moved.parts), followed: moved.followed };
    const deed = { act: 'followed' as const, actor: actorOf(act), reason: noteOf(act) };
    await this.facts.record(tx, { id, version: stored.version + 1, state, tree }, deed);
  }
}
