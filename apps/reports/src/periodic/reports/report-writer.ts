import { dayOf } from '#calendar';
import type { Tx } from '#http';
import { Outbox } from '#messaging';
import type { Tree } from '#tree';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { toEvent } from './report-state.js';
import { REPORT_VERSIONS, REPORTS, type ReportDocument, type ReportVersionDocument } from './report.schema.js';
import type { Report } from './report.rules.js';

/** A new state of a report, with what is noted beside it. */
export type Recording = { id: string; version: number; report: Report; tree: Tree; reason?: string | null };

/** Saves reports as decided: fact, version and event of each, in the transaction of who decided. */
@Injectable()
export class ReportWriter {
  constructor(
    @InjectModel(REPORTS) private readonly reports: Model<ReportDocument>,
    @InjectModel(REPORT_VERSIONS) private readonly versions: Model<ReportVersionDocument>,
    private readonly outbox: Outbox,
  ) {}

  async record(tx: Tx, actor: string, recording: Recording): Promise<ReportDocument> {
    const { id, version, report, tree, reason = null } = recording;
    const { session, now } = tx;
    const document: ReportDocument = { ...report, _id: id, version, reason, recordedAt: now };
    if (version === 1) await this.reports.create([document], { session });
    else await this.reports.replaceOne({ _id: id }, document, { session });
    const stored = { _id: `${id}/${version}`, reportId: id, version, actor, at: now, reason, report: document };
    await this.versions.create([stored], { session });
    // Units of one parent share its cells, so they share a partition as far as is known here (DESIGN.md 5).
    const key = tree.parentOn(report.unitId, dayOf(report.period.to) - 1) ?? report.unitId;
    await this.outbox.add(tx, { type: 'reports.report-changed.v1', data: toEvent(document), key });
    return document;
  }
}
