// The one table: what was measured, its baseline of the same run, and what issue 6 asks for.
const count = (n) => Math.round(n).toLocaleString('en');
const ms = (n) => `${n < 10 ? n.toFixed(1) : Math.round(n)} ms`;
const share = (n) => n.toFixed(2);
const best = (runs) => runs.reduce((a, b) => (b.perSecond > a.perSecond ? b : a));
const HEADS = ['figure', 'measured', 'baseline', 'at least', 'aim', ''];

/** Rows as [figure, measured, baseline, at least, aim, whether `at least` is reached]. */
export function rowsOf(found) {
  return [...drains(found), ...(found.rest ? accepts(found.rest) : []), ...(found.system ? systems(found.system) : [])];
}

const AIMS = { steady: [8_000, 15_000], evening: [12_000, 20_000], members: [4_000, 8_000] };
/** Of attendance per member the issue asks a rate; what share of (b) it is stands beside it. */
const SHARES = { steady: 0.6, evening: 0.6 };
const NAMES = { steady: 'steady', evening: 'evening', members: 'steady, attendance per member' };

function drains(found) {
  const rows = [];
  for (const name of ['steady', 'evening', 'members']) {
    if (!found[name]) continue;
    const { worker, writing, reading } = found[name];
    const [ours, theirs] = [best(worker), best(writing)];
    const part = ours.perSecond / theirs.perSecond;
    const [least, aim] = AIMS[name];
    const leastPart = SHARES[name];
    const asked = leastPart ? [share(leastPart), '0.85', part >= leastPart] : ['', '', ''];
    rows.push(
      [`draining, ${NAMES[name]}: share of (b)`, share(part), '1 = (b)', ...asked],
      [
        `draining, ${NAMES[name]}: events/s`,
        count(ours.perSecond),
        `(b) ${count(theirs.perSecond)}, (a) ${count(Math.max(...reading.map(({ perSecond }) => perSecond)))}`,
        count(least),
        count(aim),
        ours.perSecond >= least,
      ],
      [
        `  CPU an event: worker, MongoDB`,
        micros(ours, ours.events),
        `(b) ${micros(theirs, theirs.events)}`,
        '',
        '',
        '',
      ],
    );
  }
  return rows;
}

const micros = ({ cpuSeconds, mongodMicros }, events) =>
  `${Math.round((cpuSeconds / events) * 1e6)} µs, ${mongodMicros === null ? '?' : Math.round(mongodMicros)} µs`;

function accepts({ service, bare }) {
  const [ours, theirs] = [best(service), best(bare)];
  const part = ours.perSecond / theirs.perSecond;
  return [
    ['meetings accepted over REST: share of (c)', share(part), '1 = (c)', '0.50', '0.80', part >= 0.5],
    [
      '  meetings a second; p95',
      `${count(ours.perSecond)}; ${ms(ours.p95)}`,
      `(c) ${count(theirs.perSecond)}; ${ms(theirs.p95)}`,
      '',
      '',
      '',
    ],
  ];
}

/** 3.2 million facts in 10 minutes, or in 4. */
const A_YEAR = [5_333, 13_333];

function systems({ quarter, year, fresh, memory, rebuilt, reconciled }) {
  return [
    [
      'accept → visible at 100/s: p50, p99',
      `${ms(fresh.p50)}, ${ms(fresh.p99)}`,
      '',
      'p99 1 s',
      'p99 300 ms',
      fresh.p99 <= 1_000,
    ],
    ['province’s quarter by commune: p95', ms(quarter.p95), '', '100 ms', '20 ms', quarter.p95 <= 100],
    ['centre’s year by province: p95', ms(year.p95), '', '100 ms', '20 ms', year.p95 <= 100],
    ['resident memory of the four services', `${count(memory / 1e6)} MB`, '', '1,200 MB', '800 MB', memory <= 1.2e9],
    longRow(`rebuild of these ${count(rebuilt.facts)} facts: facts/s`, rebuilt),
    longRow(`reconciliation of ${count(reconciled.facts)} facts: facts/s`, reconciled),
  ];
}

const longRow = (name, { perSecond, seconds }) => [
  name,
  `${count(perSecond)} (${seconds.toFixed(1)} s)`,
  '',
  ...A_YEAR.map(count),
  perSecond >= A_YEAR[0],
];

/** Aligned text. */
export function tableOf(found) {
  const rows = [
    HEADS,
    ...rowsOf(found).map((row) => row.map((cell) => (cell === true ? '✓' : cell === false ? '✗' : cell))),
  ];
  const widths = HEADS.map((_, at) => Math.max(...rows.map((row) => row[at].length)));
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
