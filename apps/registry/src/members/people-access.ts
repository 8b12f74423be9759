import { dateOf, localDayOf } from '#calendar';
import { Refusal } from '#contracts';
import { Authorizer, type Action } from '#http';
import { Injectable } from '@nestjs/common';
import type { MemberDocument } from './member.js';
import { placesEver, placesOf } from './places.rules.js';

type Placed = Pick<MemberDocument, 'record' | 'transit' | 'acts'>;

/** Who may see and change which member. Outside the caller's subtree there is no such member (DESIGN.md 6). */
@Injectable()
export class PeopleAccess {
  constructor(private readonly authorizer: Authorizer) {}

  /** @throws Refusal `no-such-member` (404) unless people may be read where he is now */
  async requireReadable(sub: string, member: Placed): Promise<void> {
    await this.#requireAny(sub, 'members:read', placesOf(member, todayOf()));
  }

  /** @throws Refusal `no-such-member` (404) unless his roll may be changed at a unit he is or ever was at */
  async requireKnown(sub: string, member: Placed): Promise<void> {
    await this.#requireAny(sub, 'members:write', placesEver(member, todayOf()));
  }

  /** @throws Refusal `outside-subtree` (403) unless all these rolls may be changed */
  async requireWritable(sub: string, unitIds: Iterable<string>): Promise<void> {
    for (const unitId of new Set(unitIds)) await this.authorizer.require(sub, 'members:write', unitId);
  }

  /** @throws Refusal `no-such-member` (404) unless his roll may be changed where he is now: to see who read of him */
  async requireKept(sub: string, member: Placed): Promise<void> {
    await this.#requireAny(sub, 'members:write', placesOf(member, todayOf()));
  }

  async #requireAny(sub: string, action: Action, unitIds: readonly string[]): Promise<void> {
    for (const unitId of unitIds) {
      const allowed = await this.authorizer.require(sub, action, unitId).then(() => true, refused);
      if (allowed) return;
    }
    throw new Refusal('not-found', 'no-such-member');
  }
}

const todayOf = (): string => dateOf(localDayOf(new Date()));

function refused(error: unknown): false {
  if (error instanceof Refusal && (error.kind === 'forbidden' || error.kind === 'not-found')) return false;
  throw error;
}
