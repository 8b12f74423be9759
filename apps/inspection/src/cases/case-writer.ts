import { dayOf } from '#calendar';
import type { Tx } from '#http';
import { Outbox } from '#messaging';
import type { Tree } from '#tree';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { toEvent } from './case-answer.js';
import { CASE_VERSIONS, CASES, type CaseDocument, type CaseVersionDocument } from './case.schema.js';
import type { Decision } from './cases.rules.js';

/** A new state of a case, with what is noted beside it. */
export type Recording = { id: string; version: number; decision: Decision; reason: string | null; tree: Tree };

/** Saves cases as decided: fact, version and event of each, in the transaction of who decided. */
@Injectable()
export class CaseWriter {
  constructor(
    @InjectModel(CASES) private readonly cases: Model<CaseDocument>,
    @InjectModel(CASE_VERSIONS) private readonly versions: Model<CaseVersionDocument>,
    private readonly outbox: Outbox,
  ) {}

  async record(tx: Tx, actor: string, recording: Recording): Promise<CaseDocument> {
    const { id, version, decision, reason, tree } = recording;
    const { session, now } = tx;
    const { state, change } = decision;
    const document: CaseDocument = { ...state, _id: id, version, recordedAt: now, change };
    if (version === 1) await this.cases.create([document], { session });
    else await this.cases.replaceOne({ _id: id }, document, { session });
    const stored = { _id: `${id}/${version}`, caseId: id, version, actor, at: now, reason, case: document };
    await this.versions.create([stored], { session });
    // Units of one parent share its cells, so they share a partition as far as is known here (DESIGN.md 5).
    const key = tree.parentOn(document.unitId, dayOf(document.openedOn)) ?? document.unitId;
    await this.outbox.add(tx, { type: 'inspection.case-changed.v1', data: toEvent(document, change), key });
    return document;
  }
}
