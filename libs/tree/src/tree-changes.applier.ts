import type { ActStep, EventType, UnitChangedV1, UnitRecord } from '#contracts';
import { Store } from '#mongo';
import type { Applied, BatchApplier, BatchTx, ReceivedEvent, Refused } from '#messaging';
import { Injectable, Logger } from '@nestjs/common';
import type { ClientSession, mongo } from 'mongoose';
import { TreeReplica, type TreeChange } from './tree-replica.js';

/** A change heard of: `_id` is its tree revision. */
type LogDocument = { _id: number; hash: string; record: UnitRecord; act?: ActStep };

/**
 * Takes over tree changes strictly in the order of their revisions (DESIGN.md 4). One that comes before its turn is
 * kept in `tree_log`, and taken over by itself once those before it have come. Until then the tree stands still, which
 * readiness and the log say; other facts go on.
 */
@Injectable()
export class TreeChangesApplier implements BatchApplier {
  readonly types: readonly EventType[] = ['registry.unit-changed.v1'];
  readonly strict = true;
  readonly #logger = new Logger('TreeChanges');

  constructor(
    private readonly store: Store,
    private readonly replica: TreeReplica,
  ) {}

  async apply(tx: BatchTx, events: ReceivedEvent[]): Promise<Applied> {
    const deadLetters = await this.#keep(tx.session, events);
    const applied = await this.#takeOver(tx);
    return { inc: { applied }, deadLetters };
  }

  /** The revision the tree waits for although later ones are here; null: it waits for nothing. */
  async missing(): Promise<number | null> {
    const head = await this.replica.headRevision();
    const [last] = await this.#log
      .find({}, { projection: { _id: 1 } })
      .sort({ _id: -1 })
      .limit(1)
      .toArray();
    return last && last._id > head ? head + 1 : null;
  }

  async #keep(session: ClientSession, events: readonly ReceivedEvent[]): Promise<Refused[]> {
    const revisions = events.map(({ version }) => version);
    const known = await this.#log.find({ _id: { $in: revisions } }, { session, projection: { hash: 1 } }).toArray();
    const hashes = new Map(known.map(({ _id, hash }) => [_id, hash]));
    const fresh: LogDocument[] = [];
    const conflicts: Refused[] = [];
    for (const event of events) {
      const hash = hashes.get(event.version);
      hashes.set(event.version, hash ?? event.hash);
      const { unit: record, act } = event.data as UnitChangedV1;
      if (hash === undefined) fresh.push({ _id: event.version, hash: event.hash, record, ...(act && { act }) });
      else if (hash !== event.hash) conflicts.push({ event, code: 'version-conflict' });
    }
    if (fresh.length > 0) await this.#log.insertMany(fresh, { session });
    return conflicts;
  }

  /**
   * All that follow without a gap, an act of thousands of steps as one.
   * @throws TreeFault when the changes would break the tree: the partition halts, nothing is skipped.
   */
  async #takeOver(tx: BatchTx): Promise<number> {
    const { session } = tx;
    const head = await this.replica.headRevision(session);
    const changes: TreeChange[] = [];
    const waiting = this.#log.find({ _id: { $gt: head } }, { session, batchSize: 1_000 }).sort({ _id: 1 });
    for await (const { _id, record, act } of waiting) {
      if (_id !== head + changes.length + 1) {
        this.#logger.error({ msg: 'the tree waits for a missing revision', missing: head + changes.length + 1 });
        break;
      }
      changes.push({ record: this.replica.lean(record), revision: _id, act });
    }
    if (changes.length === 0) return 0;
    const next = (await this.replica.at(session, head)).fork();
    for (const { record, revision } of changes) next.apply(record, revision);
    await this.replica.writeRecords(session, changes);
    tx.onCommitted(() => this.replica.adopt(next));
    return changes.length;
  }

  get #log(): mongo.Collection<LogDocument> {
    return this.store.db.collection<LogDocument>('tree_log');
  }
}
