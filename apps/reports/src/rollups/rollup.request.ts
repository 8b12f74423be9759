import type { Calendar, Period } from '#calendar';
import type { Level, Receipt } from '#contracts';
import type { Measure, RoundingMode } from '../catalogue/measures.rules.js';
import type { Lens } from '../lenses/lens.rules.js';
import type { Viewer } from '../suppression/suppression.js';
import type { Breakdown } from './rows.rules.js';

/** What a rollup is asked for. */
export type RollupRequest = {
  unitId: string;
  period: Period;
  calendar: Calendar;
  by: Breakdown;
  level?: Level | undefined;
  measures: readonly Measure[];
  /** As was, when none is named. */
  lens?: Lens | undefined;
  /** A settled instant; now, when none is named. */
  knownAt?: Date | undefined;
  /** Of ratios; each has its own when none is named. */
  rounding?: RoundingMode | undefined;
  limit: number;
  /** Key of the last row of the page before. */
  after: string | null;
  receipt?: Receipt | undefined;
  /** Milliseconds to wait for the receipt. */
  wait: number;
  /** For a document that is filed: waits until its branches are counted, however many. */
  patient?: boolean | undefined;
  /** Who asks: whose counts of people may be seen. */
  viewer: Viewer;
};
