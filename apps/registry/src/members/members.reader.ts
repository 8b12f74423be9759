import { Refusal } from '#contracts';
import { decodeIdCursor, decodeNumberCursor, pageOf, type Page } from '#http';
import { Injectable } from '@nestjs/common';
import { toMemberAnswer, toVersionAnswer } from './member-answer.js';
import type { MemberDocument } from './member.js';
import type { MemberAnswer, MemberReadAnswer, MemberVersionAnswer } from './members-answers.dto.js';
import { MembersStore } from './members.store.js';
import { PeopleAccess } from './people-access.js';
import { ReadLog } from './read-log.js';

/** Reads of one member; each is noted before it is answered. */
@Injectable()
export class MembersReader {
  constructor(
    private readonly store: MembersStore,
    private readonly access: PeopleAccess,
    private readonly log: ReadLog,
  ) {}

  async one(sub: string, id: string): Promise<MemberAnswer> {
    const member = await this.#readable(sub, id);
    await this.log.note({ sub, what: 'member', unitId: null, memberIds: [id] });
    return toMemberAnswer(member);
  }

  /** Every version of a member, the first one first. */
  async history(sub: string, id: string, limit: number, cursor?: string): Promise<Page<MemberVersionAnswer>> {
    await this.#readable(sub, id);
    const after = decodeNumberCursor(cursor);
    const stored = await this.store.versions
      .find({ memberId: id, version: { $gt: after } })
      .sort({ version: 1 })
      .limit(limit + 1)
      .toArray();
    await this.log.note({ sub, what: 'versions', unitId: null, memberIds: [id] });
    const { items, next } = pageOf(stored, limit, ({ version }) => [version]);
    return { items: items.map(toVersionAnswer), next };
  }

  async version(sub: string, id: string, version: number): Promise<MemberVersionAnswer> {
    await this.#readable(sub, id);
    const stored = await this.store.versions.findOne({ _id: `${id}/${version}` });
    if (!stored) throw new Refusal('not-found', 'no-such-member-version');
    await this.log.note({ sub, what: 'versions', unitId: null, memberIds: [id] });
    return toVersionAnswer(stored);
  }

  /** Who read this member's data, the newest first. */
  async reads(sub: string, id: string, limit: number, cursor?: string): Promise<Page<MemberReadAnswer>> {
    await this.access.requireKept(sub, await this.store.get(id));
    const stored = await this.log.of(id, limit + 1, decodeIdCursor(cursor));
    const { items, next } = pageOf(stored, limit, ({ _id }) => [_id.toHexString()]);
    return { items: items.map(({ sub: who, at, what, unitId }) => ({ sub: who, at, what, unitId })), next };
  }

  async #readable(sub: string, id: string): Promise<MemberDocument> {
    const member = await this.store.get(id);
    await this.access.requireReadable(sub, member);
    return member;
  }
}
