import { answerOf, asTooMuch, refusedRows, rowsOf, type FileText, type KeptAnswer, type RowResult } from '#bulk';
import { encodeReceipt, Refusal } from '#contracts';
import { Authorizer, Commands, type Answer, type CommandRequest, type Tx } from '#http';
import { Injectable } from '@nestjs/common';
import { receiptOf } from '../meetings/meeting-answer.js';
import { MEETING_COLUMNS } from './bulk-columns.rules.js';
import type { MeetingsBulkQuery } from './bulk.dto.js';
import type { Judged } from './bulk-judge.rules.js';
import { chunksOf, MOST_ATOMIC, ROWS_OF_CHUNK } from './chunks.rules.js';
import { MeetingEntry } from './meeting-entry.js';

export type BulkRequest = MeetingsBulkQuery & FileText;

/** Logs meetings from a file: read → judge every row by the rules of one meeting → save all that may be saved. */
@Injectable()
export class Bulk {
  constructor(
    private readonly commands: Commands,
    private readonly authorizer: Authorizer,
    private readonly entry: MeetingEntry,
  ) {}

  /** @throws Refusal `rows-refused` with every fault when `atomic` and a row is refused; what `rowsOf` refuses */
  async enter(command: CommandRequest, request: BulkRequest): Promise<Answer<KeptAnswer>> {
    const { unit, dates, mode, dryRun, format, text } = request;
    await this.authorizer.require(command.sub, 'meetings:write', unit);
    const rows = rowsOf({ text, format, beyond: 'file-needs-job' }, MEETING_COLUMNS);
    if (mode === 'atomic' && rows.length > MOST_ATOMIC)
      throw new Refusal('too-large', 'too-many-rows-atomic', { rows: rows.length, most: MOST_ATOMIC });
    const judged = await this.entry.judged({ unit, dates, scope: command.derivedId, rows });
    try {
      if (mode === 'partial' && !dryRun) return await this.#inChunks(command, judged);
      return await this.#atOnce(command, judged, { mode, dryRun });
    } catch (error) {
      throw asTooMuch(error);
    }
  }

  /** One transaction. A dry run goes the whole way but for the writes, and remembers no key. */
  #atOnce(
    command: CommandRequest,
    judged: readonly Judged[],
    { mode, dryRun }: Pick<BulkRequest, 'mode' | 'dryRun'>,
  ): Promise<Answer<KeptAnswer>> {
    const run = dryRun ? withKey(command, undefined) : command;
    return this.commands.run(run, async (tx) => {
      const results = await this.entry.unlessThere(tx, judged);
      if (mode === 'atomic' && results.some(({ faults }) => faults.length > 0)) throw refusedRows(results);
      if (!dryRun) await this.entry.save(tx, command.sub, results);
      return answered(
        answerOf(
          { mode, dryRun },
          results.map((one) => resultOf(one, dryRun)),
        ),
      );
    });
  }

  /**
   * A transaction for every few rows, each remembered by a key of its own: a file that was cut off and is sent again with
   * its key goes on where it was, and all of it is answered alike.
   */
  async #inChunks(command: CommandRequest, judged: readonly Judged[]): Promise<Answer<KeptAnswer>> {
    const answers: Answer<RowResult[]>[] = [];
    for (const [at, chunk] of chunksOf(judged, ROWS_OF_CHUNK).entries()) {
      // A space is in no key of a client.
      const key = command.key === undefined ? undefined : `${command.key} ${at}`;
      answers.push(await this.commands.run(withKey(command, key), (tx) => this.#chunk(tx, command.sub, chunk)));
    }
    const results = answers.flatMap(({ body }) => body);
    // Replayed as a whole, or not: what was cut off and goes on is answered for the first time.
    const { headers } = answers.find((answer) => !answer.headers['idempotent-replayed']) ?? answers[0]!;
    return answered(answerOf({ mode: 'partial', dryRun: false }, results), headers);
  }

  async #chunk(tx: Tx, sub: string, chunk: readonly Judged[]): Promise<Answer<RowResult[]>> {
    const results = await this.entry.unlessThere(tx, chunk);
    await this.entry.save(tx, sub, results);
    return answered(results.map((one) => resultOf(one, false)));
  }
}

const withKey = ({ sub, route, bodyHash, derivedId }: CommandRequest, key: string | undefined): CommandRequest => ({
  sub,
  route,
  bodyHash,
  derivedId,
  key,
});

const answered = <B>(body: B, headers: Record<string, string> = {}): Answer<B> => ({ status: 200, body, headers });

function resultOf({ row, id, faults }: Judged, dryRun: boolean): RowResult {
  const receipt = id === null || dryRun ? null : encodeReceipt(receiptOf({ _id: id, version: 1 }));
  return { row, id, receipt, errors: faults };
}
