import { Injectable } from '@nestjs/common';

/** Rung when a part was received here, so that the worker of this process need not wait for its next look. */
@Injectable()
export class JobBell {
  #listener: () => void = () => undefined;

  onRing(listener: () => void): void {
    this.#listener = listener;
  }

  ring(): void {
    this.#listener();
  }
}
