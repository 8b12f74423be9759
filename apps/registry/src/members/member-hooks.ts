import type { Tx } from '#http';
import { Injectable } from '@nestjs/common';

/** Called in the transaction that saved members, with the units whose roll, or the people on it, changed. */
export type AfterSave = (tx: Tx, unitIds: readonly string[]) => Promise<void>;

/** What other features of this service do whenever members were saved. They register at start. */
@Injectable()
export class MemberHooks {
  readonly #hooks: AfterSave[] = [];

  afterSave(hook: AfterSave): void {
    this.#hooks.push(hook);
  }

  async run(tx: Tx, unitIds: readonly string[]): Promise<void> {
    if (unitIds.length === 0) return;
    for (const hook of this.#hooks) await hook(tx, unitIds);
  }
}
