/**
 * Work on single things, done for many at once when many ask: the first begins at once, and who asks while a piece is
 * under way is in the next one. That begins after they asked, so a read never tells what was true before the question.
 * Each asker hears of an error of its piece. `work` answers as many things as it was given, in their order.
 */
export class Gathered<I, O> {
  #waiting: { item: I; resolve: (answer: O) => void; reject: (error: unknown) => void }[] = [];
  #running = 0;

  constructor(
    private readonly work: (items: readonly I[]) => Promise<readonly O[]>,
    /** Pieces under way at a time, and things in one of them. */
    private readonly most: { atOnce?: number; together?: number } = {},
  ) {}

  async ask(item: I): Promise<O> {
    return new Promise<O>((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#begin();
    });
  }

  #begin(): void {
    const { atOnce = 1, together = Infinity } = this.most;
    if (this.#running >= atOnce || this.#waiting.length === 0) return;
    this.#running += 1;
    const asked = this.#waiting.splice(0, together);
    this.work(asked.map(({ item }) => item))
      .then(
        (answers) => asked.forEach(({ resolve }, at) => resolve(answers[at]!)),
        (error: unknown) => asked.forEach(({ reject }) => reject(error)),
      )
      .finally(() => {
        this.#running -= 1;
        this.#begin();
      });
  }
}
