import { requireAbove } from '#access';
import { localDayOf } from '#calendar';
import { Refusal } from '#contracts';
import { Authorizer, Commands, requireIfMatch, written, type Answer, type CommandRequest, type Tx } from '#http';
import { TreeReplica } from '#tree';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, type ClientSession } from 'mongoose';
import type { ReportType } from '../types/report-type.js';
import { checkedContent, type StatedContent } from './content.rules.js';
import { DerivedFigures } from './derived-figures.js';
import { ReportQuestions } from './report-questions.js';
import {
  accepted,
  drafted,
  requireReporter,
  returned,
  rewritten,
  submitted,
  voided,
  type Act,
  type Prefilled,
  type Report,
} from './report.rules.js';
import {
  fromDocument,
  heldToOf,
  periodOfReport,
  receiptOf,
  reportIdOf,
  storedPeriod,
  toAnswer,
} from './report-state.js';
import { REPORTS, type ReportDocument } from './report.schema.js';
import { ReportWriter, type Recording } from './report-writer.js';
import type { CreateReportDto, WriteReportDto } from './report-requests.dto.js';
import type { ReportWrittenAnswer } from './reports.dto.js';

const statedOf = ({ nil = false, values = [], sections = [] }: WriteReportDto): StatedContent => ({
  nil,
  values: values.map(({ measure, value, estimate = false }) => ({ measure, value, estimate })),
  sections,
});

/** Commands on reports: load → decide by the pure rules → version, fact and event in one transaction. */
@Injectable()
export class ReportsService {
  constructor(
    @InjectModel(REPORTS) private readonly reports: Model<ReportDocument>,
    private readonly commands: Commands,
    private readonly authorizer: Authorizer,
    private readonly trees: TreeReplica,
    private readonly writer: ReportWriter,
    private readonly questions: ReportQuestions,
    private readonly figures: DerivedFigures,
  ) {}

  /** Begins a report, or hands it in at once. One that was voided is begun anew, under its id. */
  async create(command: CommandRequest, dto: CreateReportDto): Promise<Answer<ReportWrittenAnswer>> {
    const { unitId, submit = false } = dto;
    await this.authorizer.require(command.sub, 'reports:write', unitId);
    const { type, calendar, period } = await this.questions.ask(dto.type, dto.period);
    const tree = await this.trees.current();
    requireReporter(tree, unitId, type.levels, period);
    const content = checkedContent(statedOf(dto), type);
    const id = reportIdOf(unitId, type.code, period.id);
    const prefilled = submit ? await this.figures.frozen(unitId, period, calendar, type) : null;
    return this.commands.run(command, async (tx) => {
      const known = await this.#find(id, tx.session);
      if (known && known.state !== 'voided')
        throw new Refusal('conflict', 'report-exists', { id }, [{ path: 'period', code: 'report-exists' }]);
      const act = actOf(command, tx);
      const draft = drafted(
        {
          unitId,
          type: type.code,
          typeVersion: type.version,
          period: storedPeriod(period, calendar),
          heldTo: heldToOf(period, type, calendar),
        },
        content,
        act,
      );
      const report = prefilled ? submitted(draft, type, prefilled, act) : draft;
      return this.#record(tx, command.sub, { id, version: (known?.version ?? 0) + 1, report, tree, made: true });
    });
  }

  /** Replaces what it tells, while it lies with the unit. */
  async rewrite(command: CommandRequest, id: string, dto: WriteReportDto): Promise<Answer<ReportWrittenAnswer>> {
    const seen = await this.#atUnit(command, id);
    const type = await this.questions.typeOf(seen);
    return this.#change(command, id, (report, act) => rewritten(report, checkedContent(statedOf(dto), type), act));
  }

  /** Hands it in, with what events say now. */
  async submit(command: CommandRequest, id: string): Promise<Answer<ReportWrittenAnswer>> {
    const seen = await this.#atUnit(command, id);
    const type = await this.questions.typeOf(seen);
    const prefilled = await this.#prefilledOf(seen, type);
    return this.#change(command, id, (report, act) => submitted(report, type, prefilled, act));
  }

  async void(command: CommandRequest, id: string, reason = ''): Promise<Answer<ReportWrittenAnswer>> {
    await this.#atUnit(command, id);
    return this.#change(command, id, (report) => voided(report, reason), reason);
  }

  async return(command: CommandRequest, id: string, reason = ''): Promise<Answer<ReportWrittenAnswer>> {
    await this.#aboveUnit(command, id);
    return this.#change(command, id, (report, act) => returned(report, reason, act), reason);
  }

  async accept(command: CommandRequest, id: string): Promise<Answer<ReportWrittenAnswer>> {
    await this.#aboveUnit(command, id);
    return this.#change(command, id, accepted);
  }

  async #atUnit(command: CommandRequest, id: string): Promise<ReportDocument> {
    const seen = await this.#load(id);
    await this.authorizer.require(command.sub, 'reports:write', seen.unitId);
    return seen;
  }

  async #aboveUnit(command: CommandRequest, id: string): Promise<void> {
    const { unitId } = await this.#load(id);
    const { authorizer, trees } = this;
    await requireAbove({ authorizer, trees }, command.sub, 'reports:accept', unitId);
  }

  async #prefilledOf(report: ReportDocument, type: ReportType): Promise<Prefilled> {
    const calendar = await this.questions.calendarOf(report);
    return this.figures.frozen(report.unitId, periodOfReport(report.period), calendar, type);
  }

  async #change(
    command: CommandRequest,
    id: string,
    decide: (report: Report, act: Act) => Report,
    reason: string | null = null,
  ): Promise<Answer<ReportWrittenAnswer>> {
    const tree = await this.trees.current();
    return this.commands.run(command, async (tx) => {
      const stored = await this.#load(id, tx.session);
      requireIfMatch(command, stored.version);
      const report = decide(fromDocument(stored), actOf(command, tx));
      return this.#record(tx, command.sub, { id, version: stored.version + 1, report, reason, tree });
    });
  }

  #find(id: string, session?: ClientSession): Promise<ReportDocument | null> {
    return this.reports
      .findById(id)
      .session(session ?? null)
      .lean<ReportDocument>()
      .exec();
  }

  async #load(id: string, session?: ClientSession): Promise<ReportDocument> {
    const document = await this.#find(id, session);
    if (!document) throw new Refusal('not-found', 'no-such-report');
    return document;
  }

  async #record(
    tx: Tx,
    actor: string,
    recording: Recording & { made?: boolean },
  ): Promise<Answer<ReportWrittenAnswer>> {
    const { version, made = false } = recording;
    const document = await this.writer.record(tx, actor, recording);
    // The answer is kept with its key for 30 days: the reason is left to reads.
    const { reason: _text, ...shown } = toAnswer(document);
    return written(made ? 201 : 200, shown, { version, receipt: receiptOf(document) });
  }
}

const actOf = ({ sub }: CommandRequest, { now }: Tx): Act => ({ sub, now, today: localDayOf(now) });
