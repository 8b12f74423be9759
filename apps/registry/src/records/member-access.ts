import { Injectable } from '@nestjs/common';
import { Refusal } from '#contracts';
import { MembersStore } from '../members/members.store.js';
import { PeopleAccess } from '../members/people-access.js';
import { ReadLog, type ReadKind } from '../members/read-log.js';

/** What records beside a member ask of the members: who may, and that reads are noted. */
@Injectable()
export class MemberAccess {
  constructor(
    private readonly members: MembersStore,
    private readonly access: PeopleAccess,
    private readonly reads: ReadLog,
  ) {}

  /**
   * Lets pass who may read or change the member where they are now.
   *
   * @throws Refusal `no-such-member` (404); `member-voided` (409) for a change
   */
  async require(sub: string, action: 'members:read' | 'members:write', memberId: string): Promise<void> {
    const member = await this.members.get(memberId);
    if (action === 'members:read') return this.access.requireReadable(sub, member);
    await this.access.requireKept(sub, member);
    if (member.voided) throw new Refusal('conflict', 'member-voided');
  }

  /** Notes a read before it is answered. */
  async logRead(
    sub: string,
    what: ReadKind,
    { unitId = null, memberIds }: { unitId?: string | null; memberIds: readonly string[] },
  ): Promise<void> {
    await this.reads.note({ sub, what, unitId, memberIds: [...new Set(memberIds)] });
  }
}
