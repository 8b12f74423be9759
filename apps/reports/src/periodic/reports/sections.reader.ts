import { Refusal } from '#contracts';
import { Authorizer, decodeIdCursor, pageOf, type Page } from '#http';
import { Store } from '#mongo';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import {
  REPORT_TEXT_READS,
  REPORT_VERSIONS,
  type ReportDocument,
  type ReportVersionDocument,
  type TextReadDocument,
} from './report.schema.js';
import type { ReportSectionsAnswer, TextReadAnswer } from './reports.dto.js';
import { ReportsReader } from './reports.reader.js';

/** The words of reports: free text may name people, so each read of it is noted before it is answered (DESIGN.md 8). */
@Injectable()
export class SectionsReader {
  constructor(
    @InjectModel(REPORT_VERSIONS) private readonly versions: Model<ReportVersionDocument>,
    private readonly store: Store,
    private readonly authorizer: Authorizer,
    private readonly reports: ReportsReader,
  ) {}

  /** The words of the newest version, or of the one asked for. */
  async read(sub: string, id: string, version?: number): Promise<ReportSectionsAnswer> {
    const newest = await this.reports.readable(sub, id);
    const report = version === undefined ? newest : await this.#version(id, version);
    const read = { reportId: id, version: report.version, unitId: report.unitId, person: sub, at: new Date() };
    await this.#reads.insertOne(read);
    return { reportId: id, version: report.version, items: report.sections };
  }

  /** Who read them, for who watches over roles at the unit: the administrator. */
  async readers(sub: string, id: string, limit: number, cursor?: string): Promise<Page<TextReadAnswer>> {
    const { unitId } = await this.reports.readable(sub, id);
    await this.authorizer.require(sub, 'roles:write', unitId);
    const after = decodeIdCursor(cursor);
    const stored = await this.#reads
      .find({ reportId: id, ...(after && { _id: { $gt: after } }) })
      .sort({ _id: 1 })
      .limit(limit + 1)
      .toArray();
    const { items, next } = pageOf(stored, limit, ({ _id }) => [_id.toHexString()]);
    return { items: items.map(({ person, version, at }) => ({ person, version, at: at.toISOString() })), next };
  }

  async #version(id: string, version: number): Promise<ReportDocument> {
    const stored = await this.versions.findById(`${id}/${version}`).lean<ReportVersionDocument>();
    if (!stored) throw new Refusal('not-found', 'no-such-report-version');
    return stored.report;
  }

  get #reads(): mongo.Collection<TextReadDocument> {
    return this.store.db.collection<TextReadDocument>(REPORT_TEXT_READS);
  }
}
