type Asked<I, O> = { item: I; resolve: (answer: O) => void; reject: (error: unknown) => void };

/** A piece that hangs (its connection may be dead) holds up those that are asked for meanwhile no longer than this. */
const PATIENCE_MS = 1_000;

/**
 * Work on single things, done for many at once when many ask: the first begins at once, and who asks while a piece is
 * under way is in the next one. That begins after they asked, so a read never tells what was true before the question.
 * Each asker hears of an error of its piece. `work` answers as many things as it was given, in their order.
 */
export class Gathered<I, O> {
  #waiting: Asked<I, O>[] = [];
  #underWay = false;

  constructor(
    private readonly work: (items: readonly I[]) => Promise<readonly O[]>,
    private readonly limits: { /** Things in one piece. */ most?: number; patienceMs?: number } = {},
  ) {}

  ask(item: I): Promise<O> {
    return new Promise<O>((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#next();
    });
  }

  #next(): void {
    if (this.#underWay || this.#waiting.length === 0) return;
    this.#underWay = true;
    const asked = this.#waiting.splice(0, this.limits.most ?? Infinity);
    let counted = true;
    const over = (): void => {
      if (!counted) return;
      counted = false;
      clearTimeout(timer);
      this.#underWay = false;
      this.#next();
    };
    const timer = setTimeout(over, this.limits.patienceMs ?? PATIENCE_MS);
    void this.#do(asked).finally(over);
  }

  async #do(asked: readonly Asked<I, O>[]): Promise<void> {
    try {
      const answers = await this.work(asked.map(({ item }) => item));
      for (const [at, { resolve }] of asked.entries()) resolve(answers[at]!);
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }
}
