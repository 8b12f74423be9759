import { dayOf } from '#calendar';
import { Refusal } from '#contracts';
import { Authorizer, decodeCursor, decodeNumberCursor, pageOf, type Page } from '#http';
import { TreeReplica, type Span } from '#tree';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, type QueryFilter } from 'mongoose';
import { freshnessDto, periodDto } from '../../rollups/rollup.answer.js';
import { compared, DerivedFigures } from './derived-figures.js';
import { ReportQuestions } from './report-questions.js';
import { requireReporter } from './report.rules.js';
import { periodOfReport, reportIdOf, toAnswer, toVersionAnswer } from './report-state.js';
import { REPORT_VERSIONS, REPORTS, type ReportDocument, type ReportVersionDocument } from './report.schema.js';
import type { PrefillQuery, ReportsQuery } from './report-requests.dto.js';
import type { PrefillAnswer, ReportAnswer, ReportReadAnswer, ReportVersionAnswer } from './reports.dto.js';

/** From here on it is quicker to walk through all reports by period than to name the units. */
const MOST_UNITS = 1_000;
const EVER: Span = { from: dayOf('1900-01-01'), to: dayOf('3001-01-01') };

/** Reads of reports, each for who may read at the unit; words are read elsewhere (sections.reader.ts). */
@Injectable()
export class ReportsReader {
  constructor(
    @InjectModel(REPORTS) private readonly reports: Model<ReportDocument>,
    @InjectModel(REPORT_VERSIONS) private readonly versions: Model<ReportVersionDocument>,
    private readonly authorizer: Authorizer,
    private readonly trees: TreeReplica,
    private readonly questions: ReportQuestions,
    private readonly figures: DerivedFigures,
  ) {}

  /** The report, with what the figures say now beside what was reported. */
  async one(sub: string, id: string): Promise<ReportReadAnswer> {
    const report = await this.readable(sub, id);
    const type = await this.questions.typeOf(report);
    const { unitId, period, prefilled } = report;
    const calendar = await this.questions.calendarOf(report);
    const now = await this.figures.read(unitId, periodOfReport(period), calendar, type);
    const derived = {
      asOf: now.asOf.toISOString(),
      treeRevision: now.treeRevision,
      figures: compared(prefilled?.figures ?? [], now.figures),
      freshness: freshnessDto(now.freshness),
    };
    return Object.assign(toAnswer(report), { derived });
  }

  async version(sub: string, id: string, version: number): Promise<ReportVersionAnswer> {
    const { _id } = await this.readable(sub, id);
    const stored = await this.versions.findById(`${_id}/${version}`).lean<ReportVersionDocument>();
    if (!stored) throw new Refusal('not-found', 'no-such-report-version');
    return toVersionAnswer(stored);
  }

  /** Every version of a report, the first one first. */
  async history(sub: string, id: string, limit: number, cursor?: string): Promise<Page<ReportVersionAnswer>> {
    const { _id: reportId } = await this.readable(sub, id);
    const after = decodeNumberCursor(cursor);
    const stored = await this.versions
      .find({ reportId, version: { $gt: after } })
      .sort({ version: 1 })
      .limit(limit + 1)
      .lean<ReportVersionDocument[]>();
    const { items, next } = pageOf(stored, limit, ({ version }) => [version]);
    return { items: items.map(toVersionAnswer), next };
  }

  /** Reports of all units that lay under the unit on the last day of the period, in order of that day. */
  async list(sub: string, query: ReportsQuery): Promise<Page<ReportAnswer>> {
    await this.authorizer.require(sub, 'reports:read', query.unit);
    const members = (await this.trees.current()).subtreeDuring(query.unit, EVER.from, EVER.to);
    const found: ReportDocument[] = [];
    const cursor = this.reports
      .find(filterOf(query, members.size <= MOST_UNITS ? [...members.keys()] : null))
      .sort({ 'period.to': 1, _id: 1 })
      .lean<ReportDocument[]>()
      .cursor({ batchSize: query.limit + 1 });
    for await (const report of cursor as AsyncIterable<ReportDocument>) {
      const last = dayOf(report.period.to) - 1;
      if (!members.get(report.unitId)?.some((span) => span.from <= last && last < span.to)) continue;
      found.push(report);
      if (found.length > query.limit) break;
    }
    const { items, next } = pageOf(found, query.limit, ({ period, _id }) => [period.to, _id]);
    return { items: items.map(toAnswer), next };
  }

  /** What a report would be filled in with now, for who is to write it or to read it. */
  async prefill(sub: string, query: PrefillQuery): Promise<PrefillAnswer> {
    await this.authorizer.require(sub, 'reports:read', query.unit);
    const { type, calendar, period } = await this.questions.ask(query.type, query.period);
    requireReporter(await this.trees.current(), query.unit, type.levels, period);
    const reportId = reportIdOf(query.unit, type.code, period.id);
    const known = await this.reports.findById(reportId, { state: 1 }).lean<ReportDocument>();
    const now = await this.figures.read(query.unit, period, calendar, type);
    return {
      unitId: query.unit,
      type: type.code,
      typeVersion: type.version,
      period: periodDto(period, calendar),
      reportId,
      state: known?.state ?? null,
      asOf: now.asOf.toISOString(),
      treeRevision: now.treeRevision,
      figures: now.figures,
      freshness: freshnessDto(now.freshness),
    };
  }

  /** @throws Refusal no-such-report (404), outside-subtree (403) */
  async readable(sub: string, id: string): Promise<ReportDocument> {
    const report = await this.reports.findById(id).lean<ReportDocument>();
    if (!report) throw new Refusal('not-found', 'no-such-report');
    await this.authorizer.require(sub, 'reports:read', report.unitId);
    return report;
  }
}

function filterOf(
  { type, period, state, cursor }: ReportsQuery,
  unitIds: string[] | null,
): QueryFilter<ReportDocument> {
  const after = decodeCursor(cursor, 2);
  const [to, id] = [String(after?.[0]), String(after?.[1])];
  return {
    ...(unitIds && { unitId: { $in: unitIds } }),
    ...(type !== undefined && { type }),
    ...(period !== undefined && { 'period.id': period }),
    ...(state && { state }),
    ...(after && {
      'period.to': { $gte: to },
      $or: [{ 'period.to': { $gt: to } }, { 'period.to': to, _id: { $gt: id } }],
    }),
  };
}
