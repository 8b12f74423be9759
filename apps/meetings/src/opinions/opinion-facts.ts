import { dayOf } from '#calendar';
import type { Tx } from '#http';
import { Outbox } from '#messaging';
import { Store } from '#mongo';
import type { Tree } from '#tree';
import { Injectable } from '@nestjs/common';
import { VersionedFacts, type Deed } from '../facts/versioned-facts.js';
import { OPINIONS, toDocument, toEvent, type OpinionDocument } from './opinion-state.js';
import type { Opinion, OpinionAct } from './opinion.js';

export type OpinionRecording = { id: string; version: number; state: Opinion; tree: Tree };

/** Opinions with their versions; a version and its event are written together. */
@Injectable()
export class OpinionFacts extends VersionedFacts<OpinionDocument, OpinionAct> {
  constructor(
    store: Store,
    private readonly outbox: Outbox,
  ) {
    super(store, OPINIONS);
  }

  async record(tx: Tx, recording: OpinionRecording, deed: Deed<OpinionAct>): Promise<OpinionDocument> {
    const { id, version, state, tree } = recording;
    const document = toDocument(state, { _id: id, version, recordedAt: tx.now });
    await this.save(tx, document, deed);
    // Branches of one parent share its cells, so they share a partition as far as is known here (DESIGN.md 5).
    const key = tree.parentOn(state.unitId, dayOf(state.raisedOn)) ?? state.unitId;
    await this.outbox.add(tx, { type: 'meetings.opinion-recorded.v1', data: toEvent(document), key });
    return document;
  }
}
