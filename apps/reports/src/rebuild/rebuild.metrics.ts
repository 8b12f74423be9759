import { counter, histogram } from '#observability';

const sliceSeconds = histogram({
  name: 'lien_cap_rebuild_slice_seconds',
  help: 'How long one slice of a rebuild of cells took',
  labels: [],
  buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
});

const cellsCorrected = counter({
  name: 'lien_cap_rebuild_cells_corrected_total',
  help: 'Cells that a rebuild found to be not the sum of their contributions, and put right',
  labels: [],
});

/** Notes a slice that was committed. */
export function countSlice(ms: number, wrong: number): void {
  sliceSeconds.observe({}, ms / 1000);
  if (wrong > 0) cellsCorrected.inc({}, wrong);
}
