// npm run bench -- --growth: cost of an event and of a read at 1, 10 and 100 % of the national tree and 1, 2 and 5 years.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { backlog } from './backlog.mjs';
import { chartOf } from './chart.mjs';
import { centreYear, provinceQuarter } from './reads.mjs';
import { Nation } from './tree.mjs';

const SCALES = [0.01, 0.1, 1];
const YEARS = [1, 2, 5];
const READS = 100;
const CHART = join(import.meta.dirname, 'growth.svg');
const HEADS = [
  'tree',
  'years',
  'µs an event: worker',
  'MongoDB',
  'events/s',
  'p95 province’s quarter',
  'p95 centre’s year',
];

/** Each point drains as many events, `count` for each of the years, a twelfth of them in each month. */
export async function growth(apart, { events: most, seed, token, say }) {
  const points = [];
  for (const scale of SCALES)
    for (const years of YEARS) {
      const nation = new Nation(seed, scale);
      const label = `growth-${scale * 100}-${years}`;
      const count = Math.ceil(most / 4) * years;
      const work = { label, shape: 'steady', count, slices: 12 * years, runs: 1, token, baselines: false };
      const { worker, stage } = await backlog(apart, nation, work);
      const at = { reports: apart.addresses.reports, token: await token() };
      for (const reads of [provinceQuarter, centreYear]) await reads(at, nation, READS / 5, years);
      const quarter = await provinceQuarter(at, nation, READS);
      const year = await centreYear(at, nation, READS, years);
      await stage.end('reports');
      const [{ cpuSeconds, events, mongodMicros, perSecond }] = worker;
      points.push({
        scale,
        years,
        worker: (cpuSeconds / events) * 1e6,
        mongod: mongodMicros ?? 0,
        perSecond,
        quarter: quarter.p95,
        year: year.p95,
      });
      say(`${scale * 100} % of the tree, ${years} years: done`);
    }
  say(`\n${growthTable(points)}`);
  writeFileSync(CHART, chartOf(points));
  say(`\nChart: ${CHART}`);
  return 0;
}

export function growthTable(points) {
  const rows = points.map(({ scale, years, worker, mongod, perSecond, quarter, year }) => [
    `${scale * 100} %`,
    String(years),
    ...[worker, mongod, perSecond].map((n) => String(Math.round(n))),
    ...[quarter, year].map((n) => `${n.toFixed(1)} ms`),
  ]);
  const widths = HEADS.map((head, at) => Math.max(head.length, ...rows.map((row) => row[at].length)));
  return [HEADS, ...rows].map((row) => row.map((cell, at) => cell.padStart(widths[at])).join('  ')).join('\n');
}
