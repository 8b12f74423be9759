import { unitsBelow, type DateOrder } from '#bulk';
import { localDayOf } from '#calendar';
import { derivedUuid, type Tx } from '#http';
import { TreeReplica } from '#tree';
import { Injectable } from '@nestjs/common';
import { MeetingWriter } from '../meetings/meeting-writer.js';
import { judge, type Judged } from './bulk-judge.rules.js';
import type { RawRow } from './bulk-rows.rules.js';

/** Rows on their way in, and below which unit. `scope`: what ids follow from where a row has no code. */
export type Batch = { unit: string; dates: DateOrder; scope: string; rows: readonly RawRow[] };

/** Judges rows and saves the good ones, in the transaction of whoever has them. */
@Injectable()
export class MeetingEntry {
  constructor(
    private readonly trees: TreeReplica,
    private readonly writer: MeetingWriter,
  ) {}

  /**
   * Each row with its meeting or its faults. Nothing of the store is read, so this is done before the transaction, whose
   * time is short (10 s).
   */
  async judged({ unit, dates, scope, rows }: Batch): Promise<Judged[]> {
    const tree = await this.trees.current();
    const now = new Date();
    const find = unitsBelow(tree, unit, localDayOf(now));
    const world = { now, tree };
    return judge(rows, { dates, find, world, scope, derived: derivedUuid });
  }

  /** Those that are there already are refused, as the transaction sees it. */
  async unlessThere({ session }: Pick<Tx, 'session'>, judged: readonly Judged[]): Promise<Judged[]> {
    const taken = await this.writer.taken(
      judged.flatMap(({ id }) => id ?? []),
      session,
    );
    return judged.map((one) => (one.id !== null && taken.has(one.id) ? exists(one) : one));
  }

  /** Saves the meetings of the good rows, each as its own fact. */
  async save(tx: Tx, sub: string, judged: readonly Judged[]): Promise<void> {
    const recordings = judged.flatMap(({ id, meeting }) =>
      id !== null && meeting ? [{ id, version: 1, meeting, reason: null }] : [],
    );
    if (recordings.length > 0) await this.writer.recordNew(tx, sub, recordings, await this.trees.current());
  }
}

const exists = ({ row }: Judged): Judged => ({
  row,
  id: null,
  meeting: null,
  faults: [{ column: 'code', code: 'meeting-exists' }],
});
