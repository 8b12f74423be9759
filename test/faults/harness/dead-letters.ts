import type { Databases } from './databases.js';
import { isOfNextVersion } from './next-version.js';
import { SERVICES } from './services.js';

type Letter = {
  _id: string;
  code: string;
  detail: string;
  type: string | null;
  factId: string | null;
  version: number;
};

/** What lies among the dead letters of all services, against what was put on topics to end there. */
export class DeadLetters {
  readonly #expected = new Set<string>();
  #mayBeLost = false;
  #shortened = false;
  found = 0;

  constructor(private readonly databases: Databases) {}

  expect(ids: readonly string[]): void {
    for (const id of ids) this.#expected.add(id);
  }

  /** What a log lost before it was read is missed once, and by nobody. */
  logShortened(): void {
    this.#mayBeLost = true;
    this.#shortened = true;
  }

  /** Letters of an earlier state are made again by reading on from there, except of what a log has lost since. */
  storePutBack(): void {
    if (this.#shortened) this.#mayBeLost = true;
  }

  /** Once all is read: letters that are there and should not be, and the reverse. */
  async differences(): Promise<string[]> {
    const ids = new Set<string>();
    const wrong: string[] = [];
    for (const service of SERVICES) {
      const letters = this.databases.of(service).collection<Letter>('dead_letters');
      for (const letter of await letters.find({}, { projection: { raw: 0 } }).toArray()) {
        ids.add(letter._id);
        if (this.#expected.has(letter._id) || (await this.#isOfTwoVersions(letter))) continue;
        wrong.push(`${service} has a dead letter ${letter._id}: ${letter.code} ${letter.detail}`);
      }
    }
    this.found = ids.size;
    const missing = [...this.#expected].filter((id) => !ids.has(id));
    if (this.#mayBeLost) for (const id of missing) this.#expected.delete(id);
    else wrong.push(...missing.map((id) => `no dead letter ${id}`));
    this.#mayBeLost = false;
    return wrong;
  }

  /** A fact that the next version sent, and that was published once more without what it had added. */
  async #isOfTwoVersions({ code, type, factId, version }: Letter): Promise<boolean> {
    if (code !== 'version-conflict' || type === null || factId === null) return false;
    return isOfNextVersion(this.databases, { type, factId, version });
  }
}
