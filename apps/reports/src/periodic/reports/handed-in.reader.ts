import { Authorizer, decodeCursor, pageOf } from '#http';
import { TreeReplica } from '#tree';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { periodDto } from '../../rollups/rollup.answer.js';
import { labelOf } from '../../rollups/rows.rules.js';
import type { HandedInAnswer, HandedInQuery } from './handed-in.dto.js';
import { countsOf, handedInRows, reportersBelow, rowsAfter, type ReportBrief } from './handed-in.rules.js';
import { ReportQuestions } from './report-questions.js';
import { REPORTS, type ReportDocument } from './report.schema.js';

/** Which units below have handed in. */
@Injectable()
export class HandedInReader {
  constructor(
    @InjectModel(REPORTS) private readonly reports: Model<ReportDocument>,
    private readonly authorizer: Authorizer,
    private readonly trees: TreeReplica,
    private readonly questions: ReportQuestions,
  ) {}

  /** A page, or all of them as a table needs it. */
  async read(sub: string, unitId: string, query: HandedInQuery, whole = false): Promise<HandedInAnswer> {
    await this.authorizer.require(sub, 'reports:read', unitId);
    const { type, calendar, period } = await this.questions.ask(query.type, query.period);
    const asOf = new Date();
    const tree = await this.trees.current();
    const reporters = reportersBelow(tree, unitId, type.levels, period);
    // Those of the whole tree, from the index alone: a country's week is some 3,000 communes.
    const reports = await this.reports
      .find({ type: type.code, 'period.id': period.id }, { unitId: 1, state: 1, nil: 1, submittedAt: 1 })
      .lean<ReportBrief[]>();
    const rows = handedInRows(reporters, reports);
    const key = whole ? undefined : decodeCursor(query.cursor, 2);
    const after = key ? { code: String(key[0]), unitId: String(key[1]) } : null;
    const page = pageOf(rowsAfter(rows, after), whole ? rows.length : query.limit, (row) => [row.code, row.unitId]);
    return {
      unitId,
      type: type.code,
      period: periodDto(period, calendar),
      counts: countsOf(rows),
      treeRevision: tree.revision,
      asOf: asOf.toISOString(),
      items: page.items.map(({ unitId: id, state, reportId, nil, submittedAt }) => ({
        unit: labelOf(tree, id, period),
        state,
        reportId,
        nil,
        submittedAt: submittedAt?.toISOString() ?? null,
      })),
      next: page.next,
    };
  }
}
