import type { MemberChangedV1 } from '#contracts';
import type { Tx } from '#http';
import { Store } from '#mongo';
import { Outbox } from '#messaging';
import type { Tree } from '#tree';
import { dayOf } from '#calendar';
import { Injectable } from '@nestjs/common';
import type { mongo } from 'mongoose';
import { MEMBER_VERSIONS, MEMBERS, type MemberDocument, type MemberVersion } from './member.js';
import { MemberHooks } from './member-hooks.js';
import { unitsTouched } from './touched.rules.js';

/** A new state of a member; `before` undefined for one not known yet. */
export type MemberChange = { before: MemberDocument | undefined; after: MemberDocument; reason: string | null };

/** The event of a version. The member is an opaque id in it, and nothing else of the person. */
export const toMemberEvent = ({
  _id,
  version,
  voided,
  record,
}: Pick<MemberDocument, '_id' | 'version' | 'voided' | 'record'>): MemberChangedV1 => ({
  memberId: _id,
  version,
  voided,
  ...record,
});

/** Saves members with version and event, in bulk, in the caller's transaction, and tells whoever asked to be told. */
@Injectable()
export class MemberWriter {
  constructor(
    private readonly store: Store,
    private readonly outbox: Outbox,
    private readonly hooks: MemberHooks,
  ) {}

  /**
   * @throws the store's duplicate-key error (11000) when another member has the same id or identifier: `asTaken` of
   * members.store.ts makes a Refusal of it
   */
  async save(tx: Tx, actor: string, changes: readonly MemberChange[], tree: Tree): Promise<void> {
    if (changes.length === 0) return;
    const { session, now: at } = tx;
    await this.store.db.collection<MemberDocument>(MEMBERS).bulkWrite(
      changes.map(({ before, after }): mongo.AnyBulkWriteOperation<MemberDocument> => {
        if (!before) return { insertOne: { document: after } };
        return { replaceOne: { filter: { _id: after._id, version: before.version }, replacement: after } };
      }),
      { session },
    );
    await this.store.db.collection<MemberVersion>(MEMBER_VERSIONS).insertMany(
      changes.map(({ after, reason }) => ({
        _id: `${after._id}/${after.version}`,
        memberId: after._id,
        version: after.version,
        actor,
        at,
        reason,
        member: after,
      })),
      { session },
    );
    await this.outbox.addAll(
      tx,
      changes.map(({ before, after }) => ({
        type: 'registry.member-changed.v1' as const,
        data: toMemberEvent(after),
        key: keyOf(after, tree) ?? (before && keyOf(before, tree)),
      })),
    );
    const touched = new Set(changes.flatMap(({ before, after }) => unitsTouched(before, after)));
    await this.hooks.run(tx, [...touched]);
  }
}

/** Branches of one parent share its cells, so they share a partition as far as is known here (DESIGN.md 5). */
function keyOf({ record }: MemberDocument, tree: Tree): string | undefined {
  const last = record.stretches.at(-1);
  return last && (tree.parentOn(last.unitId, dayOf(last.from)) ?? last.unitId);
}
