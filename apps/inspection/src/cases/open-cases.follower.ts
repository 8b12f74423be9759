import { dateOf } from '#calendar';
import type { Tx } from '#http';
import { actorOf, followedBy, Followers, noteOf, type Follower, type Following } from '#tree';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { CASES, type CaseDocument } from './case.schema.js';
import { CaseWriter } from './case-writer.js';
import { decided } from './cases.rules.js';
import { goingOn, isOpen, lyingOf, lyingWith } from './open-cases.rules.js';

/** Open cases of a committee that ended, and obligations of a unit that ended, go on with who goes on. */
@Injectable()
export class OpenCasesFollower implements Follower, OnModuleInit {
  constructor(
    @InjectModel(CASES) private readonly cases: Model<CaseDocument>,
    private readonly writer: CaseWriter,
    private readonly followers: Followers,
  ) {}

  onModuleInit(): void {
    this.followers.add(this);
  }

  async open(unitIds: readonly string[]): Promise<string[]> {
    const among = { $in: [...unitIds] };
    const found = await this.cases
      .find(
        {
          state: { $in: ['opened', 'concluded'] },
          $or: [{ committeeId: among }, { 'obligations.responsibleUnitId': among }, { 'followed.units': among }],
        },
        { _id: 1 },
      )
      .lean<{ _id: string }[]>();
    return found.map(({ _id }) => _id);
  }

  async follow(tx: Tx, id: string, { act, tree, today }: Following): Promise<void> {
    const stored = await this.cases.findById(id).session(tx.session).lean<CaseDocument>();
    if (!stored || !isOpen(stored)) return;
    const { _id, version, recordedAt: _recordedAt, change: _change, ...one } = stored;
    const moved = followedBy({ ...stored, parts: lyingOf(one) }, act, {
      going: (lying) => goingOn(tree, lying, today),
      unitsOf: ({ committeeId, responsible }) => [committeeId, ...responsible.map(({ unitId }) => unitId)],
    });
    if (!moved) return;
    const state = { ...lyingWith(one, moved.parts), followed: moved.followed };
    const decision = decided(state, 'corrected', dateOf(today));
    await this.writer.record(tx, actorOf(act), { id: _id, version: version + 1, decision, reason: noteOf(act), tree });
  }
}
