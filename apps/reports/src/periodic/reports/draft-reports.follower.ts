import type { Tx } from '#http';
import { actorOf, Followers, noteOf, type Follower, type Following } from '#tree';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, type ClientSession } from 'mongoose';
import { draftOf, isDraft, isOwedNoMore, owedBy } from './draft-reports.rules.js';
import { ReportQuestions } from './report-questions.js';
import { fromDocument, reportIdOf } from './report-state.js';
import { ReportWriter } from './report-writer.js';
import type { Report } from './report.rules.js';
import { REPORTS, type ReportDocument } from './report.schema.js';

/**
 * A draft of a unit for a period that began after its end goes on as the draft of who owes that report now. A report is
 * one for its unit, type and period, so the old one is voided and the new one begun with what it said.
 */
@Injectable()
export class DraftReportsFollower implements Follower, OnModuleInit {
  constructor(
    @InjectModel(REPORTS) private readonly reports: Model<ReportDocument>,
    private readonly questions: ReportQuestions,
    private readonly writer: ReportWriter,
    private readonly followers: Followers,
  ) {}

  onModuleInit(): void {
    this.followers.add(this);
  }

  async open(unitIds: readonly string[]): Promise<string[]> {
    const unitId = { $in: [...unitIds] };
    const drafts = { unitId, state: { $in: ['draft' as const, 'returned' as const] } };
    const gone = { unitId, state: 'voided' as const, followed: { $exists: true } };
    const found = await this.reports.find({ $or: [drafts, gone] }, { _id: 1 }).lean<{ _id: string }[]>();
    return found.map(({ _id }) => _id);
  }

  async follow(tx: Tx, id: string, following: Following): Promise<void> {
    const stored = await this.#find(id, tx.session);
    if (!stored) return;
    const owed = !isOwedNoMore(following.tree, stored);
    if (isDraft(stored) && !owed) await this.#handOver(tx, stored, following);
    else if (stored.followed?.version === stored.version && owed) await this.#takeBack(tx, stored, following);
  }

  async #handOver(tx: Tx, stored: ReportDocument, following: Following): Promise<void> {
    const { act, tree } = following;
    const { levels } = await this.questions.typeOf(stored);
    const heir = owedBy(tree, stored, levels);
    const copy = heir === undefined ? null : await this.#begin(tx, stored, heir, following);
    const followed = { act, version: stored.version + 1, state: stored.state, copy };
    await this.#record(tx, stored, { ...fromDocument(stored), state: 'voided', followed }, following);
  }

  /** Unless the heir has told something of its own already. */
  async #begin(tx: Tx, stored: ReportDocument, heir: string, following: Following): Promise<Copy | null> {
    const id = reportIdOf(heir, stored.type, stored.period.id);
    const known = await this.#find(id, tx.session);
    if (known && known.state !== 'voided') return null;
    const version = (known?.version ?? 0) + 1;
    const { act, tree } = following;
    const report = draftOf(fromDocument(stored), heir);
    await this.writer.record(tx, actorOf(act), { id, version, report, tree, reason: noteOf(act) });
    return { id, version };
  }

  /** The act was undone: the draft is its unit's again, unless the heir has gone on with it. */
  async #takeBack(tx: Tx, stored: ReportDocument, following: Following): Promise<void> {
    const { state, copy } = stored.followed!;
    if (copy) {
      const known = await this.#find(copy.id, tx.session);
      if (known?.version !== copy.version) return;
      await this.#record(tx, known, { ...fromDocument(known), state: 'voided' }, following);
    }
    const { followed: _followed, ...report } = fromDocument(stored);
    await this.#record(tx, stored, { ...report, state }, following);
  }

  async #record(tx: Tx, { _id: id, version }: ReportDocument, report: Report, { act, tree }: Following): Promise<void> {
    await this.writer.record(tx, actorOf(act), { id, version: version + 1, report, tree, reason: noteOf(act) });
  }

  #find(id: string, session: ClientSession): Promise<ReportDocument | null> {
    return this.reports.findById(id).session(session).lean<ReportDocument>().exec();
  }
}

type Copy = { id: string; version: number };
