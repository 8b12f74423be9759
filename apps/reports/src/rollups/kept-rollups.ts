import { sha256 } from '#http';
import type { Figure } from '../catalogue/measures.rules.js';
import type { LensView } from '../lenses/lens.rules.js';
import type { Row } from './rollup.rules.js';
import type { RollupRequest } from './rollup.request.js';
import type { PlannedRow } from './rows.rules.js';
import { stateOf, type Snapshot } from './snapshots.js';

/** What facts and tree alone make of a request, before anything is withheld from anybody: all rows, those of the page with figures. */
export type Told = {
  rows: readonly PlannedRow[];
  page: readonly PlannedRow[];
  next: string | null;
  total: Figure[];
  ofPage: readonly Row[];
};

/** Some ten answers of a province by its communes: 5 MB. */
const KEPT_FIGURES = 40_000;

const sizeOf = ({ total, ofPage }: Told): number => total.length * (ofPage.length + 1);

/**
 * Answers for who asks again before anything moved: several people before one page, a page that is asked for every few
 * seconds at night. A province's quarter by commune in today's tree is made up of a thousand cells each time otherwise.
 */
export class KeptRollups {
  readonly #kept = new Map<string, Told>();
  #figures = 0;

  /** The answer to a request of what is known now, made unless nothing moved since it was made last. */
  async of(
    snapshot: Snapshot,
    { lens, on }: LensView,
    request: RollupRequest,
    make: () => Promise<Told>,
  ): Promise<Told> {
    if (snapshot.known !== null) return make();
    const { unitId, period, calendar, by, level, measures, rounding, limit, after } = request;
    const asked = { unitId, period, calendar, by, level, measures, rounding, limit, after };
    const key = sha256(JSON.stringify([stateOf(snapshot), snapshot.tree.revision, lens, on, asked]));
    const told = this.#kept.get(key) ?? (await make());
    this.#keep(key, told);
    return told;
  }

  #keep(key: string, told: Told): void {
    if (!this.#kept.delete(key)) this.#figures += sizeOf(told);
    this.#kept.set(key, told);
    for (const [oldest, one] of this.#kept) {
      if (this.#figures <= KEPT_FIGURES) break;
      this.#kept.delete(oldest);
      this.#figures -= sizeOf(one);
    }
  }
}
