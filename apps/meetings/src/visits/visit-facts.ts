import { dayOf, localInstant } from '#calendar';
import { encodeReceipt, FACT_PREFIXES, type Receipt, type VisitsRecordedV1 } from '#contracts';
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
    const { unitId, date } = document;
    // Branches of one parent share its cells, so they share a partition as far as is known here (DESIGN.md 5).
    const key = tree.parentOn(unitId, dayOf(date)) ?? unitId;
    await this.outbox.add(tx, { type: 'meetings.visits-recorded.v1', data: toEvent(document), key });
    return document;
  }
}

/** The event of a version: nobody by name or id, since who counts visits needs none. */
export const toEvent = ({ _id, version, unitId, date, voided, visits }: VisitsDocument): VisitsRecordedV1 => ({
  meetingId: _id,
  version,
  unitId,
  state: voided ? 'voided' : 'recorded',
  date,
  visits: visits.map(({ capacity }) => ({ capacity })),
});

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
