import { dayOf, localInstant } from '#calendar';
import { encodeReceipt, FACT_PREFIXES, type Receipt } from '#contracts';
import type { Tx } from '#http';
import { Outbox } from '#messaging';
import { Store } from '#mongo';
import type { Tree } from '#tree';
import { Injectable } from '@nestjs/common';
import { VersionedFacts, type Deed } from '../facts/versioned-facts.js';
import { MEETING_VISITS, type MeetingVisits, type VisitsAct, type VisitsDocument } from './visit.js';
import type { VisitsAnswer } from './visits.dto.js';

export type VisitsRecording = { meetingId: string; version: number; visits: MeetingVisits; tree: Tree };

/** Visits of meetings with their versions; a version and its event are written together. */
@Injectable()
export class VisitFacts extends VersionedFacts<VisitsDocument, VisitsAct> {
  constructor(
    store: Store,
    private readonly outbox: Outbox,
  ) {
    super(store, MEETING_VISITS);
  }

  async record(tx: Tx, recording: VisitsRecording, deed: Deed<VisitsAct>): Promise<VisitsDocument> {
    const { meetingId, version, visits, tree } = recording;
    const document: VisitsDocument = { ...visits, _id: meetingId, version, recordedAt: tx.now };
    await this.save(tx, document, deed);
    const { unitId, date, voided } = document;
    // Branches of one parent share its cells, so they share a partition as far as is known here (DESIGN.md 5).
    const key = tree.parentOn(unitId, dayOf(date)) ?? unitId;
    // Nobody by name or id: who counts visits needs none.
    const told = document.visits.map(({ capacity }) => ({ capacity }));
    const state = voided ? 'voided' : 'recorded';
    const data = { meetingId, version, unitId, state, date, visits: told } as const;
    await this.outbox.add(tx, { type: 'meetings.visits-recorded.v1', data, key });
    return document;
  }
}

export const visitsReceipt = ({ _id, version }: VisitsDocument): Receipt => ({
  source: 'meetings',
  factId: FACT_PREFIXES.visits + _id,
  version,
});

export const toVisitsAnswer = (document: VisitsDocument): VisitsAnswer => ({
  meetingId: document._id,
  version: document.version,
  unitId: document.unitId,
  date: document.date,
  voided: document.voided,
  visits: document.visits.map(({ visitorId, capacity }) => ({ visitorId, capacity })),
  recordedAt: localInstant(document.recordedAt),
  receipt: encodeReceipt(visitsReceipt(document)),
});
