import { dateOf, dayOf, localDayOf } from '#calendar';
import { Refusal, refused } from '#contracts';
import {
  Authorizer,
  Commands,
  derivedUuid,
  requireIfMatch,
  written,
  type Answer,
  type CommandRequest,
  type Tx,
} from '#http';
import { Roll } from '#roll';
import { heirOn, TreeReplica, type Tree } from '#tree';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, type ClientSession } from 'mongoose';
import { receiptOf, toAnswer } from './case-answer.js';
import { CaseWriter, type Recording } from './case-writer.js';
import { CASES, type CaseDocument } from './case.schema.js';
import type { Case, CaseDetails } from './case.js';
import type { CaseAnswer } from './case-answers.dto.js';
import type {
  ConcludeCaseDto,
  CorrectCaseDto,
  DatedReasonDto,
  FulfilObligationDto,
  OpenCaseDto,
  RecordFindingDto,
} from './cases.dto.js';
import * as rules from './cases.rules.js';
import type { Decision, World } from './cases.rules.js';

type Change = {
  decide: (one: Case, world: World) => Decision;
  reason?: string;
  /** New details, whose units and member the rules will ask about. */
  details?: CaseDetails;
  /** Units named besides. */
  units?: readonly string[];
};

/** Commands on cases: load → decide by the pure rules → version, fact and event in one transaction. */
@Injectable()
export class CasesService {
  constructor(
    @InjectModel(CASES) private readonly cases: Model<CaseDocument>,
    private readonly commands: Commands,
    private readonly authorizer: Authorizer,
    private readonly trees: TreeReplica,
    private readonly writer: CaseWriter,
    private readonly roll: Roll,
  ) {}

  async open(command: CommandRequest, dto: OpenCaseDto): Promise<Answer<CaseAnswer>> {
    requireUnclassified(dto);
    const details = toDetails(dto);
    await this.authorizer.require(command.sub, 'inspection:write', details.committeeId);
    await this.#await([details.unitId], details);
    const tree = await this.trees.current();
    const id = dto.id ?? command.derivedId;
    return this.commands.run(command, async (tx) => {
      const known = await this.cases.exists({ _id: id }).session(tx.session);
      if (known) throw new Refusal('conflict', 'case-exists', {}, [{ path: 'id', code: 'case-exists' }]);
      const decision = rules.open(details, await this.#world(tx, tree, details));
      return this.#record(tx, command.sub, { id, version: 1, decision, reason: null, tree });
    });
  }

  async recordFinding(command: CommandRequest, id: string, dto: RecordFindingDto): Promise<Answer<CaseAnswer>> {
    requireUnclassified(dto);
    const { date, severity, content, summary } = dto;
    const finding = { findingId: dto.id ?? command.derivedId, date, severity, content, summary };
    return this.#change(command, id, { decide: (one, world) => rules.recordFinding(one, finding, world) });
  }

  async withdrawFinding(
    command: CommandRequest,
    id: string,
    findingId: string,
    { on, reason }: DatedReasonDto,
  ): Promise<Answer<CaseAnswer>> {
    const decide: Change['decide'] = (one, world) => rules.withdrawFinding(one, findingId, on, reason, world);
    return this.#change(command, id, { decide, reason });
  }

  async conclude(command: CommandRequest, id: string, dto: ConcludeCaseDto): Promise<Answer<CaseAnswer>> {
    requireUnclassified(dto);
    const { on, conclusion } = dto;
    const decide: Change['decide'] = (one, world) => {
      const obligations = dto.obligations.map(({ id: given, due, responsibleUnitId, text }, at) => ({
        obligationId: given ?? derivedUuid(`${id}/obligation/${at}`),
        due,
        // Of a unit that ended, who goes on with it.
        responsibleUnitId: responsibleUnitId ?? heirOn(world.tree, one.unitId, dayOf(on)) ?? one.unitId,
        text,
      }));
      return rules.conclude(one, { on, conclusion, obligations }, world);
    };
    return this.#change(command, id, {
      decide,
      units: dto.obligations.flatMap(({ responsibleUnitId }) => responsibleUnitId ?? []),
    });
  }

  async fulfil(
    command: CommandRequest,
    id: string,
    obligationId: string,
    dto: FulfilObligationDto,
  ): Promise<Answer<CaseAnswer>> {
    requireUnclassified(dto);
    return this.#change(command, id, { decide: (one, world) => rules.fulfil(one, obligationId, dto, world) });
  }

  async close(command: CommandRequest, id: string, on: string): Promise<Answer<CaseAnswer>> {
    return this.#change(command, id, { decide: (one, world) => rules.close(one, on, world) });
  }

  async annul(command: CommandRequest, id: string, { on, reason }: DatedReasonDto): Promise<Answer<CaseAnswer>> {
    return this.#change(command, id, { decide: (one, world) => rules.annul(one, on, reason, world), reason });
  }

  async void(command: CommandRequest, id: string, reason: string): Promise<Answer<CaseAnswer>> {
    return this.#change(command, id, { decide: (one, world) => rules.voided(one, reason, world), reason });
  }

  /** Replaces what was entered wrongly; another committee needs the right at both. */
  async correct(command: CommandRequest, id: string, dto: CorrectCaseDto): Promise<Answer<CaseAnswer>> {
    requireUnclassified(dto);
    const { reason, concludedOn, closedOn } = dto;
    const details = toDetails(dto);
    const decide: Change['decide'] = (one, world) =>
      rules.correct(one, { ...details, concludedOn, closedOn }, reason, world);
    return this.#change(command, id, { decide, reason, details, units: [details.unitId] });
  }

  async #change(
    command: CommandRequest,
    id: string,
    { decide, reason, details, units = [] }: Change,
  ): Promise<Answer<CaseAnswer>> {
    const seen = await this.#load(id);
    for (const committee of new Set([seen.committeeId, ...(details ? [details.committeeId] : [])]))
      await this.authorizer.require(command.sub, 'inspection:write', committee);
    await this.#await(units, details);
    const tree = await this.trees.current();
    return this.commands.run(command, async (tx) => {
      const stored = await this.#load(id, tx.session);
      requireIfMatch(command, stored.version);
      // It was moved to another committee since the right was checked.
      if (stored.committeeId !== seen.committeeId)
        throw new Refusal('stale', 'stale-version', { current: stored.version });
      const { _id, version, recordedAt: _recordedAt, change: _change, ...one } = stored;
      const decision = decide(one, await this.#world(tx, tree, details ?? one));
      return this.#record(tx, command.sub, { id, version: version + 1, decision, reason: reason ?? null, tree });
    });
  }

  /** Waits for units and a member on their way, outside the transaction. */
  async #await(units: readonly string[], details?: CaseDetails): Promise<void> {
    for (const unitId of new Set(units)) await this.trees.waitForUnit(unitId);
    if (details?.memberId) await this.roll.waitForMembers([details.memberId]);
  }

  async #world(tx: Tx, tree: Tree, { memberId }: CaseDetails): Promise<World> {
    const record = memberId === null ? null : await this.roll.member(memberId, tx.session);
    return {
      today: dateOf(localDayOf(tx.now)),
      tree,
      isUnder: (unitId, committeeId, date) => tree.path(unitId, dayOf(date)).includes(committeeId),
      wasOnRoll: (_memberId, unitId) => record?.stretches.some((stretch) => stretch.unitId === unitId) ?? false,
    };
  }

  async #load(id: string, session?: ClientSession): Promise<CaseDocument> {
    const document = await this.cases
      .findById(id)
      .session(session ?? null)
      .lean<CaseDocument>();
    if (!document) throw new Refusal('not-found', 'no-such-case');
    return document;
  }

  async #record(tx: Tx, actor: string, recording: Recording): Promise<Answer<CaseAnswer>> {
    const { version, tree } = recording;
    const document = await this.writer.record(tx, actor, recording);
    return written(version === 1 ? 201 : 200, toAnswer(document, tree), { version, receipt: receiptOf(document) });
  }
}

/** State secrets and denunciations must not be on a networked computer (DOMAIN.md 8). @throws Refusal classified-content (422) */
function requireUnclassified({ classification }: { classification: string }): void {
  if (classification === 'none') return;
  throw refused('classified-content', 'classification');
}

const toDetails = (dto: OpenCaseDto | CorrectCaseDto): CaseDetails => ({
  unitId: dto.unitId,
  committeeId: dto.committeeId,
  kind: dto.kind,
  form: dto.form,
  object: dto.object,
  memberId: dto.memberId ?? null,
  openedOn: dto.openedOn,
});
