import { Refusal } from '#contracts';
import { Injectable } from '@nestjs/common';

/** How much one question may read. Tests give smaller ones. */
@Injectable()
export class ChangesLimits {
  /** Versions of facts, and units moved, from `from` until now. */
  readonly most: number = 100_000;
  /** Up to so many units below are asked for their facts; of a bigger unit all facts that came since are looked through. */
  readonly fewUnits: number = 2_000;
}

/** What is left of the limit. */
export class Budget {
  #spent = 0;

  constructor(readonly most: number) {}

  /** @throws Refusal 422 `changes-too-many` beyond the limit */
  spend(n: number): void {
    this.#spent += n;
    if (this.#spent > this.most) throw new Refusal('unprocessable', 'changes-too-many', { most: this.most });
  }
}
