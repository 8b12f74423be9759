import { setTimeout as pause } from 'node:timers/promises';
import { dateOf, type Day } from '#calendar';
import { Refusal } from '#contracts';
import { Store } from '#mongo';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { rollId, rollOf } from './roll.replica.js';
import { memberAt, type RollMember, type RollRecord } from './roll.rules.js';

const LOOK_EVERY_MS = 50;

/** The rolls of all branches through time, as far as this service has heard. */
@Injectable()
export class Roll {
  constructor(private readonly store: Store) {}

  /** Who is on the roll of a branch on a day, and its guests, in order of id. */
  async membersOn(unitId: string, day: Day, session?: ClientSession): Promise<RollMember[]> {
    const date = dateOf(day);
    const thatDay = { $elemMatch: { unitId, from: { $lte: date }, $or: [{ to: null }, { to: { $gt: date } }] } };
    const found = await rollOf(this.store.db)
      .find(
        { $or: [{ stretches: thatDay }, { temporary: thatDay }] },
        { projection: { memberId: 1, stretches: 1, temporary: 1 }, ...(session && { session }) },
      )
      .toArray();
    return found
      .flatMap((member) => memberAt(member, unitId, day) ?? [])
      .sort((a, b) => (a.memberId < b.memberId ? -1 : 1));
  }

  /** Where a member is on a roll through time; null while this service has not heard of him. */
  async member(memberId: string, session?: ClientSession): Promise<RollRecord | null> {
    return rollOf(this.store.db).findOne({ _id: rollId(memberId) }, session && { session });
  }

  /**
   * Waits a moment for the events that bring members who are on their way (DESIGN.md 3). To be called outside a
   * transaction. The refusal names nobody.
   * @throws Refusal `member-not-known-yet` (409, Retry-After)
   */
  async waitForMembers(memberIds: readonly string[], withinMs = 2_000): Promise<void> {
    const end = Date.now() + withinMs;
    let missing = [...new Set(memberIds)].map(rollId);
    for (;;) {
      const known = await rollOf(this.store.db)
        .find({ _id: { $in: missing } }, { projection: { _id: 1 } })
        .toArray();
      const found = new Set(known.map(({ _id }) => _id));
      missing = missing.filter((id) => !found.has(id));
      if (missing.length === 0) return;
      if (Date.now() >= end) throw new Refusal('conflict', 'member-not-known-yet', {}, [], 2);
      await pause(LOOK_EVERY_MS);
    }
  }
}
