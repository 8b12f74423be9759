import { dayOf, localInstant } from '#calendar';
import { encodeReceipt, FACT_PREFIXES, type Receipt, type ScoreRecordedV1 } from '#contracts';
import type { Tx } from '#http';
import { Outbox } from '#messaging';
import { Store } from '#mongo';
import type { Tree } from '#tree';
import { Injectable } from '@nestjs/common';
import { VersionedFacts, type Deed } from '../facts/versioned-facts.js';
import { fromTenths } from '../score-templates/score-templates.input.js';
import { counted, stands } from './score.rules.js';
import { SCORES, type Score, type ScoreAct, type ScoreDocument, type ScorePart } from './score.js';
import type { ScoreAnswer, ScorePartAnswer } from './scores.dto.js';

/** Scores with their versions; a version and its event are written together. */
@Injectable()
export class ScoreFacts extends VersionedFacts<ScoreDocument, ScoreAct> {
  constructor(
    store: Store,
    private readonly outbox: Outbox,
  ) {
    super(store, SCORES);
  }

  /** Writes the next version of the score of a meeting. */
  async record(
    tx: Tx,
    { meetingId, version, score, tree }: { meetingId: string; version: number; score: Score; tree: Tree },
    deed: Deed<ScoreAct>,
  ): Promise<ScoreDocument> {
    const document: ScoreDocument = { ...score, _id: meetingId, version, recordedAt: tx.now };
    await this.save(tx, document, deed);
    // Branches of one parent share its cells, so they share a partition as far as is known here (DESIGN.md 5).
    const key = tree.parentOn(score.unitId, dayOf(score.date)) ?? score.unitId;
    await this.outbox.add(tx, { type: 'meetings.score-recorded.v1', data: toEvent(document), key });
    return document;
  }
}

export const receiptOf = ({ _id, version }: ScoreDocument): Receipt => ({
  source: 'meetings',
  factId: FACT_PREFIXES.score + _id,
  version,
});

const total = ({ points, grade }: ScorePart) => ({ points, grade });

/** The event of a version: points and grades, no text and nobody. */
export function toEvent(document: ScoreDocument): ScoreRecordedV1 {
  const { _id: meetingId, version, unitId, kind, date, template, self, superior } = document;
  const one = counted(document);
  return {
    meetingId,
    version,
    unitId,
    state: stands(document) ? 'recorded' : 'voided',
    kind,
    date,
    template,
    self: self && total(self),
    superior: superior && total(superior),
    counted: one && { ...total(one), by: one.by },
  };
}

const toPart = ({ items, points, grade, losses }: ScorePart): ScorePartAnswer => ({
  points: fromTenths(points),
  grade,
  items: items.map((one) => ({ item: one.item, points: one.points === null ? null : fromTenths(one.points) })),
  reasons: losses.length,
});

/** A score as clients see it, without its texts. `current`: the sheet that its meeting would be scored by now. */
export function toAnswer(document: ScoreDocument, current: Score['template'] | null): ScoreAnswer {
  const { _id: meetingId, version, unitId, date, kind, template, self, superior, recordedAt } = document;
  const one = counted(document);
  return {
    meetingId,
    version,
    unitId,
    date,
    kind,
    state: stands(document) ? 'recorded' : 'voided',
    template,
    self: self && toPart(self),
    superior: superior && toPart(superior),
    counted: one && { by: one.by, points: fromTenths(one.points), grade: one.grade },
    stale: current?.code !== template.code || current.version !== template.version,
    recordedAt: localInstant(recordedAt),
    receipt: encodeReceipt(receiptOf(document)),
  };
}
