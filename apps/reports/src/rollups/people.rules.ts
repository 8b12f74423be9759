import type { Day, Period } from '#calendar';
import { MEETING_KINDS, Refusal } from '#contracts';
import type { Span, TreeView } from '#tree';
import type { Sums } from '../catalogue/measures.rules.js';
import type { Entry } from '../figures/contribution.js';
import { meetingKeys } from '../figures/measure-keys.js';
import { IdSet } from './id-set.js';
import type { People } from './rollup.rules.js';
import type { PlannedRow } from './rows.rules.js';
import { includesDay } from './spans.rules.js';

/** Each list is read, so this is what a read may ask for: a province's year, the country's week. */
const MOST_MEETINGS = 100_000;
const MOST_DAYS = 731;

/** @throws Refusal 422 `distinct-too-large` when the lists of too many meetings would have to be gone through */
export function requireCountable({ from, to }: Period, sums: Sums): void {
  const keys = (['held', 'joined'] as const).flatMap((measure) => meetingKeys(measure, MEETING_KINDS));
  const meetings = keys.reduce((sum, key) => sum + (sums.get(key) ?? 0), 0);
  if (to - from > MOST_DAYS || meetings > MOST_MEETINGS)
    throw new Refusal('unprocessable', 'distinct-too-large', { meetings: MOST_MEETINGS, years: 2 });
}

type Place = { spans: readonly Span[]; row: string };

/** Sorts attendance lists by rows and counts people once in each. Those in no row are what is left over. */
export class PeopleCount {
  readonly #total = new IdSet();
  readonly #rows = new Map<string, IdSet>();
  /** Which rows a unit is in, and on which days. */
  readonly #places = new Map<string, Place[]>();
  readonly #steps: readonly { from: Day; key: string }[];
  readonly #rest: string | undefined;
  readonly #below: ReadonlyMap<string, readonly Span[]>;

  constructor(tree: TreeView, unitId: string, period: Period, rows: readonly PlannedRow[]) {
    this.#below = tree.subtreeDuring(unitId, period.from, period.to);
    for (const { key, of } of rows)
      if (of.type === 'unit')
        for (const days of of.spans)
          for (const [id, spans] of tree.subtreeDuring(of.unit.id, days.from, days.to)) this.#place(id, spans, key);
    this.#steps = rows.flatMap(({ key, of }) => (of.type === 'step' ? [{ from: of.step.from, key }] : []));
    this.#rest = rows.find(({ of }) => of.type === 'own' || of.type === 'remainder')?.key;
  }

  /** Units whose meetings count, and the days they lie there. */
  get units(): ReadonlyMap<string, readonly Span[]> {
    return this.#below;
  }

  add({ u, d, a }: Pick<Entry, 'u' | 'd' | 'a'>): void {
    if (!a || !includesDay(this.#below.get(u) ?? [], d)) return;
    const ids = a.buffer.subarray(0, a.position);
    this.#total.addAll(ids);
    for (const row of this.#rowsOf(u, d)) this.#in(row).addAll(ids);
  }

  get people(): People {
    return { total: this.#total.size, rows: new Map([...this.#rows].map(([key, ids]) => [key, ids.size])) };
  }

  #rowsOf(unit: string, day: Day): string[] {
    if (this.#steps.length > 0) return [this.#steps.findLast(({ from }) => from <= day)?.key ?? ''];
    const rows = (this.#places.get(unit) ?? []).filter(({ spans }) => includesDay(spans, day)).map(({ row }) => row);
    if (rows.length > 0) return rows;
    return this.#rest === undefined ? [] : [this.#rest];
  }

  #place(id: string, spans: readonly Span[], row: string): void {
    const places = this.#places.get(id);
    if (places) places.push({ spans, row });
    else this.#places.set(id, [{ spans, row }]);
  }

  #in(row: string): IdSet {
    let ids = this.#rows.get(row);
    if (!ids) this.#rows.set(row, (ids = new IdSet()));
    return ids;
  }
}
