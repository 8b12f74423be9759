import { dayOf } from '#calendar';
import { Refusal } from '#contracts';
import type { Tx } from '#http';
import { Outbox } from '#messaging';
import { Store } from '#mongo';
import type { Tree } from '#tree';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { VersionedFacts, type Deed } from '../facts/versioned-facts.js';
import { RESOLUTIONS, toEvent, type ResolutionDocument } from './resolution-state.js';
import type { Resolution, ResolutionAct } from './resolution.js';
import { numberKey } from './resolutions.rules.js';

export type ResolutionRecording = { id: string; version: number; state: Resolution; tree: Tree };

/** Resolutions with their versions; a version and its event are written together. */
@Injectable()
export class ResolutionFacts extends VersionedFacts<ResolutionDocument, ResolutionAct> {
  constructor(
    store: Store,
    private readonly outbox: Outbox,
  ) {
    super(store, RESOLUTIONS);
  }

  /** @throws Refusal number-taken (409) */
  async record(tx: Tx, recording: ResolutionRecording, deed: Deed<ResolutionAct>): Promise<ResolutionDocument> {
    const { id, version, state, tree } = recording;
    const document = { ...state, _id: id, version, recordedAt: tx.now, numberKey: numberKey(state) };
    await this.#requireFreeNumber(document, tx.session);
    await this.save(tx, document, deed);
    // Branches of one parent share its cells, so they share a partition as far as is known here (DESIGN.md 5).
    const key = tree.parentOn(state.unitId, dayOf(state.adoptedOn)) ?? state.unitId;
    await this.outbox.add(tx, { type: 'meetings.resolution-recorded.v1', data: toEvent(document), key });
    return document;
  }

  /** @throws Refusal number-taken (409) */
  async #requireFreeNumber({ _id, numberKey: wanted }: ResolutionDocument, session: ClientSession): Promise<void> {
    if (wanted === null) return;
    const [taken] = await this.find({ numberKey: wanted }, session);
    if (!taken || taken._id === _id) return;
    throw new Refusal('conflict', 'number-taken', {}, [{ path: 'documentNumber', code: 'number-taken' }]);
  }
}
