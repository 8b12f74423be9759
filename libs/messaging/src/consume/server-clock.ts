import { serverTime, type Store } from '#mongo';
import { Halt } from './record-batch.js';

const CHECK_EVERY_MS = 10_000;
/** DESIGN.md 4: times of application are compared across workers, so a wrong clock must not write any. */
export const MAX_OFFSET_MS = 2_000;

/** Compares this machine's clock with the database server's. */
export class ServerClock {
  private checkedAt = -Infinity;
  private checking: Promise<void> | undefined;

  constructor(
    private readonly store: Store,
    private readonly now: () => number = Date.now,
  ) {}

  /** @throws Halt when this clock is 2 s or more off; checked every 10 s. */
  async check(): Promise<void> {
    if (performance.now() - this.checkedAt < CHECK_EVERY_MS) return;
    await (this.checking ??= this.compare().finally(() => (this.checking = undefined)));
  }

  private async compare(): Promise<void> {
    const before = this.now();
    const time = await serverTime(this.store.db);
    const after = this.now();
    const doubt = (after - before) / 2;
    const offset = Math.abs(before + doubt - time.getTime());
    if (offset - doubt >= MAX_OFFSET_MS)
      throw new Halt(`the clock is ${Math.round(offset)} ms off that of MongoDB: set the clock`);
    this.checkedAt = performance.now();
  }
}
