import { dayOf } from '#calendar';
import type { Tx } from '#http';
import { Outbox, type OutboxTx } from '#messaging';
import { addAll, Store } from '#mongo';
import type { Tree } from '#tree';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, type ClientSession } from 'mongoose';
import { MeetingDependents } from './meeting-dependents.js';
import { toDocument, toEvent } from './meeting-state.js';
import { MEETING_VERSIONS, MEETINGS, type MeetingDocument, type MeetingVersionDocument } from './meeting.schema.js';
import type { Meeting } from './meetings.rules.js';

/** A new state of a meeting, with what is noted beside it. */
export type Recording = { id: string; version: number; meeting: Meeting; reason: string | null };

/** Saves meetings as decided: fact, version and event of each, in the transaction of the command. */
@Injectable()
export class MeetingWriter {
  constructor(
    @InjectModel(MEETINGS) private readonly meetings: Model<MeetingDocument>,
    private readonly store: Store,
    private readonly outbox: Outbox,
    private readonly dependents: MeetingDependents,
  ) {}

  /** Those of the ids that meetings bear already. */
  async taken(ids: readonly string[], session: ClientSession): Promise<ReadonlySet<string>> {
    const known = await this.meetings
      .find({ _id: { $in: [...ids] } }, { _id: 1 })
      .session(session)
      .lean<{ _id: string }[]>();
    return new Set(known.map(({ _id }) => _id));
  }

  /** One meeting, new or changed; what hangs on a changed one goes along. */
  async record(tx: Tx, actor: string, recording: Recording, tree: Tree): Promise<MeetingDocument> {
    if (recording.version === 1) return (await this.recordNew(tx, actor, [recording], tree))[0]!;
    const document = toDocument(recording.meeting, { ...recording, recordedAt: tx.now });
    await this.meetings.replaceOne({ _id: recording.id }, document, { session: tx.session });
    await this.#keep(tx, [versionOf(actor, recording, document)], [document], tree);
    await this.dependents.tell(tx, { meeting: document, actor, tree });
    return document;
  }

  /** Many new meetings, in one request to each collection. */
  async recordNew(tx: OutboxTx, actor: string, recordings: readonly Recording[], tree: Tree) {
    const documents = recordings.map(({ meeting, ...stamp }) => toDocument(meeting, { ...stamp, recordedAt: tx.now }));
    const versions = recordings.map((recording, at) => versionOf(actor, recording, documents[at]!));
    // Past the models, which take longer to build a thousand documents than the store to keep them (DESIGN.md 9).
    await addAll(this.store.db, tx, MEETINGS, documents);
    await this.#keep(tx, versions, documents, tree);
    return documents;
  }

  async #keep(tx: OutboxTx, versions: MeetingVersionDocument[], documents: MeetingDocument[], tree: Tree) {
    await addAll(this.store.db, tx, MEETING_VERSIONS, versions);
    await this.outbox.addAll(
      tx,
      documents.map((document) => ({
        type: 'meetings.meeting-recorded.v1' as const,
        data: toEvent(document),
        key: keyOf(document, tree),
      })),
    );
  }
}

const versionOf = (
  actor: string,
  { id, version, reason }: Recording,
  meeting: MeetingDocument,
): MeetingVersionDocument => ({
  _id: `${id}/${version}`,
  meetingId: id,
  version,
  actor,
  at: meeting.recordedAt,
  reason,
  meeting,
});

/** Branches of one parent share its cells, so they share a partition as far as is known here (DESIGN.md 5). */
const keyOf = ({ unitId, date }: MeetingDocument, tree: Tree): string => tree.parentOn(unitId, dayOf(date)) ?? unitId;
