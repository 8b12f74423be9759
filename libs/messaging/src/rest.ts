/** A pause that a ring cuts short. One that comes while nobody rests ends the next pause at once, so none is missed. */
export class Rest {
  #rung = false;
  #wake: () => void = () => undefined;

  ring(): void {
    this.#rung = true;
    this.#wake();
  }

  /** Resolves after so many milliseconds, or at a ring. */
  async for(millis: number): Promise<void> {
    if (!this.#rung)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, millis);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    this.#rung = false;
    this.#wake = () => undefined;
  }
}
