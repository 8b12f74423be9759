import { answerOf, asTooMuch, refusedRows, rowsOf, type FileText, type KeptAnswer, type RowResult } from '#bulk';
import { encodeReceipt } from '#contracts';
import { Authorizer, Commands, type Answer, type CommandRequest } from '#http';
import { Injectable } from '@nestjs/common';
import { receiptOf } from '../meetings/meeting-answer.js';
import { MEETING_COLUMNS } from './bulk-columns.rules.js';
import type { MeetingsBulkQuery } from './bulk.dto.js';
import type { Judged } from './bulk-judge.rules.js';
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

  /**
   * One transaction, whatever the mode, so that a key sent twice is one file. A dry run goes the whole way but for the
   * writes, and remembers no key.
   *
   * @throws Refusal `rows-refused` with every fault when `atomic` and a row is refused
   */
  async enter(command: CommandRequest, request: BulkRequest): Promise<Answer<KeptAnswer>> {
    const { unit, dates, mode, dryRun, format, text } = request;
    await this.authorizer.require(command.sub, 'meetings:write', unit);
    const rows = rowsOf({ text, format, beyond: 'file-needs-job' }, MEETING_COLUMNS);
    const { sub, route, bodyHash, derivedId } = command;
    const run = dryRun ? { sub, route, bodyHash, derivedId } : command;
    try {
      return await this.commands.run(run, async (tx) => {
        const judged = await this.entry.judged(tx, { sub, unit, dates, scope: derivedId, rows });
        if (mode === 'atomic' && judged.some(({ faults }) => faults.length > 0)) throw refusedRows(judged);
        if (!dryRun) await this.entry.save(tx, sub, judged);
        const results = judged.map((one) => resultOf(one, dryRun));
        return { status: 200, body: answerOf(request, results), headers: {} };
      });
    } catch (error) {
      throw asTooMuch(error);
    }
  }
}

function resultOf({ row, id, faults }: Judged, dryRun: boolean): RowResult {
  const receipt = id === null || dryRun ? null : encodeReceipt(receiptOf({ _id: id, version: 1 }));
  return { row, id, receipt, errors: faults };
}
