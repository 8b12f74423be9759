import { Refusal } from '#contracts';
import {
  Authorizer,
  Commands,
  decodeCursor,
  decodeInstantCursor,
  pageOf,
  type Answer,
  type CommandRequest,
  type Page,
} from '#http';
import { TreeReplica } from '#tree';
import { Injectable } from '@nestjs/common';
import { requireUnit } from '../rollups/rollups.service.js';
import { DifferencesStore } from './differences.store.js';
import type { DifferenceDocument, DifferenceState, RunDocument } from './reconciliation.schema.js';
import { toRunAnswer } from './reconciliation-answers.js';
import type { RequestReconciliationDto, RunAnswer } from './reconciliations.dto.js';
import { ReconciliationWorker } from './reconciliation.worker.js';
import { newRun, RunsStore } from './runs.store.js';
import { scopeOf } from './scope.rules.js';

/** Whoever asks for more than this at once asks for the same again. */
const MOST_WAITING = 10;
type PageOf = { limit: number; cursor?: string | undefined };

/** Reconciliations as an operator asks for them and reads them. */
@Injectable()
export class ReconciliationsService {
  constructor(
    private readonly commands: Commands,
    private readonly authorizer: Authorizer,
    private readonly trees: TreeReplica,
    private readonly runs: RunsStore,
    private readonly differences: DifferencesStore,
    private readonly worker: ReconciliationWorker,
  ) {}

  /** @throws Refusal outside-subtree (403), no-such-unit (404), months-reversed (422), reconciliation-exists, reconciliations-waiting (409) */
  async request(command: CommandRequest, dto: RequestReconciliationDto): Promise<Answer<RunAnswer>> {
    await this.authorizer.requireAnywhere(command.sub, 'operations');
    const scope = scopeOf(dto);
    if (scope.unitId !== null) requireUnit(await this.trees.current(), scope.unitId);
    return this.commands.run(command, async (tx) => {
      const { session, now } = tx;
      if ((await this.runs.waiting(session)) >= MOST_WAITING)
        throw new Refusal('conflict', 'reconciliations-waiting', { most: MOST_WAITING });
      const run = newRun(dto.id?.toLowerCase() ?? command.derivedId, scope, command.sub, now);
      if (await this.runs.find(run._id, session))
        throw new Refusal('conflict', 'reconciliation-exists', {}, [{ path: 'id', code: 'reconciliation-exists' }]);
      await this.runs.insert(run, session);
      tx.onCommitted(() => this.worker.ring());
      return { status: 202, body: toRunAnswer(run), headers: { Location: `/v1/reconciliations/${run._id}` } };
    });
  }

  /** @throws Refusal no-such-reconciliation (404) */
  async one(sub: string, id: string): Promise<RunDocument> {
    await this.authorizer.requireAnywhere(sub, 'operations');
    const run = await this.runs.find(id);
    if (!run) throw new Refusal('not-found', 'no-such-reconciliation');
    return run;
  }

  /** The newest first. @throws Refusal invalid-cursor (400) */
  async list(sub: string, { limit, cursor }: PageOf): Promise<Page<RunDocument>> {
    await this.authorizer.requireAnywhere(sub, 'operations');
    const found = await this.runs.list(decodeInstantCursor(cursor), limit + 1);
    return pageOf(found, limit, ({ createdAt, _id }) => [createdAt.getTime(), _id]);
  }

  /** Of a run, or all of a state. @throws Refusal invalid-cursor (400) */
  async listDifferences(
    sub: string,
    filter: { run?: string; state?: DifferenceState | undefined },
    { limit, cursor }: PageOf,
  ): Promise<Page<DifferenceDocument>> {
    await this.authorizer.requireAnywhere(sub, 'operations');
    if (filter.run !== undefined) await this.one(sub, filter.run);
    const [after = null] = decodeCursor(cursor, 1) ?? [];
    const { run, state } = filter;
    const named = { ...(run !== undefined && { run }), ...(state !== undefined && { state }) };
    const found = await this.differences.list(named, after === null ? null : String(after), limit + 1);
    return pageOf(found, limit, ({ _id }) => [_id]);
  }

  /** @throws Refusal no-such-difference (404) */
  async difference(sub: string, id: string): Promise<DifferenceDocument> {
    await this.authorizer.requireAnywhere(sub, 'operations');
    const found = await this.differences.find(id);
    if (!found) throw new Refusal('not-found', 'no-such-difference');
    return found;
  }
}
