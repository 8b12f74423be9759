import './dead-letters.texts.js';
import { setTimeout as pause } from 'node:timers/promises';
import { EVENT_TYPES, Refusal } from '#contracts';
import { decodeCursor, pageOf, type Page } from '#http';
import { isTransient, type Store } from '#mongo';
import { eventLogger } from '#observability';
import { StillRefused } from '../consume/commit-step.js';
import type { KafkaBatchServer } from '../consume/kafka-batch-server.js';
import { Halt } from '../consume/record-batch.js';
import { DEAD_LETTERS, type DeadLetter, type DeadLetterState } from './dead-letter.js';

export type DeadLetterFilter = { state: DeadLetterState; code?: string; limit: number; cursor?: string };

const log = eventLogger('dead-letters');
const RETRY_MS = 5_000;
/** Who takes up letters of types that an upgrade taught us. */
const UPGRADE = 'system:upgrade';

/** What could not be applied: to look at, to take up again, or to give up with a reason. */
export class DeadLetters {
  constructor(private readonly deps: { store: Store; server: KafkaBatchServer }) {
    deps.server.onListening(() => deps.store.onReady(() => this.takeUpKnownTypes()));
  }

  /** Newest first. @throws Refusal `invalid-cursor` */
  async list({ state, code, limit, cursor }: DeadLetterFilter): Promise<Page<DeadLetter>> {
    const key = decodeCursor(cursor, 2);
    const at = new Date(Number(key?.[0]));
    const after = key ? { $or: [{ at: { $lt: at } }, { at, _id: { $lt: String(key[1]) } }] } : {};
    const rows = await this.letters()
      .find({ state, ...(code === undefined ? {} : { code }), ...after }, { projection: { raw: 0 } })
      .sort({ at: -1, _id: -1 })
      .limit(limit + 1)
      .toArray();
    return pageOf(rows, limit, (row) => [row.at.getTime(), row._id]);
  }

  /** @throws Refusal `dead-letter-not-found` */
  async one(id: string): Promise<DeadLetter> {
    const letter = await this.letters().findOne({ _id: id });
    if (!letter) throw new Refusal('not-found', 'dead-letter-not-found');
    return letter;
  }

  /**
   * Sends the record through the same path as a fresh one.
   *
   * @throws Refusal `dead-letter-not-open`, `dead-letter-still-refused` with the code, `dead-letter-without-handler`,
   * `consumer-waits`
   */
  async redrive(id: string, by: string): Promise<DeadLetter> {
    const letter = await this.one(id);
    if (letter.state !== 'open') throw new Refusal('conflict', 'dead-letter-not-open');
    if (!this.deps.server.topics().includes(letter.topic)) throw new Refusal('conflict', 'dead-letter-without-handler');
    await this.letters().updateOne({ _id: id, state: 'open' }, { $set: { decidedBy: by } });
    await this.hand(letter);
    log.info({ event: 'dead-letter.redriven', id, code: letter.code, by });
    return this.one(id);
  }

  /** Gives a record up for good. @throws Refusal `dead-letter-not-found`, `dead-letter-not-open` */
  async discard(id: string, by: string, reason: string): Promise<DeadLetter> {
    const decision = { state: 'discarded' as const, decidedBy: by, decidedAt: new Date(), reason };
    const { modifiedCount } = await this.letters().updateOne({ _id: id, state: 'open' }, { $set: decision });
    const letter = await this.one(id);
    if (modifiedCount === 0) throw new Refusal('conflict', 'dead-letter-not-open');
    log.warn({ event: 'dead-letter.discarded', id, code: letter.code, by });
    return letter;
  }

  private async hand({ _id, topic, partition, offset, raw, key }: DeadLetter): Promise<void> {
    const record = {
      offset: String(offset),
      key: key === null ? null : Buffer.from(key),
      value: raw && Buffer.from(raw.buffer),
      timestamp: '',
    };
    try {
      await this.deps.server.redrive(_id, topic, partition, record);
    } catch (error) {
      if (error instanceof StillRefused) {
        await this.letters().updateOne({ _id, state: 'open' }, { $set: { code: error.code } });
        throw new Refusal('unprocessable', 'dead-letter-still-refused', { code: error.code });
      }
      if (error instanceof Halt || isTransient(error)) throw new Refusal('unavailable', 'consumer-waits', {}, [], 5);
      throw error;
    }
  }

  /** Events of types that older code did not know are taken up by themselves, once this code knows them. */
  private async takeUpKnownTypes(): Promise<void> {
    const filter = {
      state: 'open' as const,
      code: 'unknown-type',
      type: { $in: [...EVENT_TYPES] as string[] },
      topic: { $in: this.deps.server.topics() },
    };
    for (let done = false; !done;) {
      done = true;
      const letters = await this.letters()
        .find(filter, { projection: { raw: 0 } })
        .sort({ at: 1 })
        .limit(500)
        .toArray();
      for (const { _id } of letters) {
        const waits = await this.redrive(_id, UPGRADE).then(
          () => false,
          (error: unknown) => error instanceof Refusal && error.kind === 'unavailable',
        );
        if (waits) await pause(RETRY_MS);
        done = false;
      }
    }
  }

  private letters() {
    return this.deps.store.db.collection<DeadLetter>(DEAD_LETTERS);
  }
}
