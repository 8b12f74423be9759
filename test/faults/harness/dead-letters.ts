import type { Databases } from './databases.js';
import { SERVICES } from './services.js';

/** What lies among the dead letters of all services, against what was put there on purpose. */
export class DeadLetters {
  readonly #expected = new Map<string, number>();
  found = 0;

  constructor(private readonly databases: Databases) {}

  expect(service: string, count: number): void {
    this.#expected.set(service, (this.#expected.get(service) ?? 0) + count);
  }

  async differences(): Promise<string[]> {
    const wrong: string[] = [];
    this.found = 0;
    for (const service of SERVICES) {
      const letters = this.databases.of(service).collection('dead_letters');
      const count = await letters.countDocuments();
      this.found += count;
      const expected = this.#expected.get(service) ?? 0;
      if (count === expected) continue;
      const last = await letters.find({}, { projection: { raw: 0 } }).sort({ at: -1 }).limit(3).toArray();
      wrong.push(`${service} has ${count} dead letters, should have ${expected}; the last: ${JSON.stringify(last)}`);
    }
    return wrong;
  }
}
