import { localDayOf, type Day, type Period } from '#calendar';
import type { Measure } from '../catalogue/measures.rules.js';
import type { Entry } from '../figures/contribution.js';
import { MOVED_WITH_UNITS, ROLL_KEYS } from '../figures/measure-keys.js';
import { covers } from '../rollups/cells.rules.js';
import { wantedKeys, wayOf, type LineageQuery } from '../rollups/lineage.rules.js';
import { includesDay } from '../rollups/spans.rules.js';
import { isInside, timesMoved, type SpansOf } from './amounts.rules.js';

/** Why a figure moved (README.md). */
export const CHANGE_KINDS = ['new', 'late', 'corrected', 'moved', 'voided', 'act', 'rederived'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** An entry that counts in a figure, at its unit and date. */
type Place = { unitId: string; day: Day };
/** Where a version of a fact counts in a figure's period: here, elsewhere; `tells`: it has something to count at all. */
type Standing = { here?: Place; elsewhere?: Place; tells: boolean };

/** What happened to a fact, seen from a figure. */
export type Happening = {
  kind: Exclude<ChangeKind, 'act'>;
  unitId: string;
  day: Day;
  /** Of `moved`: where it counts instead, or counted. */
  otherUnitId?: string;
};

/** One measure of a unit over a period, made ready to look at many versions. */
export class FigureView {
  readonly #keys: readonly string[];
  readonly #way: ReturnType<typeof wayOf>;
  readonly #period: Period;

  constructor(readonly query: LineageQuery) {
    this.#keys = wantedKeys(query).map((key) => (key === MOVED_WITH_UNITS ? ROLL_KEYS.total : key));
    this.#way = wayOf(query);
    this.#period = query.period;
  }

  get measure(): Measure {
    return this.query.measure;
  }

  /** What a new version did, in place of an old one or of none; only asked where it changed the figure. */
  happening(old: readonly Entry[], next: readonly Entry[], at: number, spansOf: SpansOf): Happening {
    const [was, is] = [this.#standing(old, spansOf), this.#standing(next, spansOf)];
    const place = is.here ?? was.here;
    if (!place) throw new Error('a change of a figure by a fact that counts nowhere in it');
    if (next.length === 0) return { kind: 'voided', ...place };
    if (!was.tells) return { kind: localDayOf(at) >= this.#period.to ? 'late' : 'new', ...place };
    const other = is.here ? was : is;
    const moved = Boolean(is.here) !== Boolean(was.here) && other.elsewhere;
    return moved ? { kind: 'moved', ...place, otherUnitId: moved.unitId } : { kind: 'corrected', ...place };
  }

  #standing(entries: readonly Entry[], spansOf: SpansOf): Standing {
    const standing: Standing = { tells: false };
    for (const entry of entries) {
      if (!this.#keys.some((key) => entry.m[key])) continue;
      standing.tells = true;
      const place = { unitId: entry.u, day: entry.d };
      const counts = this.#counts(entry, spansOf);
      if (counts === 'here') standing.here ??= place;
      if (counts === 'elsewhere') standing.elsewhere ??= place;
    }
    return standing;
  }

  #counts(entry: Entry, spansOf: SpansOf): 'here' | 'elsewhere' | 'not' {
    const spans = spansOf(entry.u);
    if (this.#way === 'moved')
      return entry.to !== undefined && timesMoved(entry, spans, this.#period) !== 0 ? 'here' : 'not';
    const day = this.#dayOf(entry);
    if (day === null) return 'not';
    return includesDay(spans, day) ? 'here' : 'elsewhere';
  }

  /** The day on which an entry counts in the period, wherever its unit lies. */
  #dayOf(entry: Entry): Day | null {
    const { from, to } = this.#period;
    if (this.#way === 'flow') return entry.to === undefined && isInside(this.#period, entry.d) ? entry.d : null;
    const day = this.#way === 'opening' ? from - 1 : to - 1;
    return covers(entry, day) ? day : null;
  }
}
