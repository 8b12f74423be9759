// The growth of costs as a drawing: two panels, a line for each size of the tree, years along.
const PANEL = { width: 380, height: 230, left: 60, top: 50, plot: { width: 290, height: 130 } };
const LINES = [
  ['#7a9cc6', '1 %'],
  ['#3f6fa8', '10 %'],
  ['#12355b', '100 %'],
];
const YEARS = [1, 2, 5];

/** SVG text of points {scale, years, worker, mongod, quarter, year}. */
export function chartOf(points) {
  const panels = [
    ['µs of CPU an event, worker and MongoDB', (point) => point.worker + point.mongod],
    ['ms, p95 of a province’s quarter by commune', (point) => point.quarter],
    ['ms, p95 of the centre’s year by province', (point) => point.year],
  ];
  const drawn = panels.map(([title, of], at) => panel(points, title, of, at * PANEL.width)).join('\n');
  const size = `width="${PANEL.width * panels.length}" height="${PANEL.height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="sans-serif" font-size="11">\n<rect ${size} fill="white"/>\n${drawn}\n</svg>\n`;
}

function panel(points, title, of, shift) {
  const { left, top, plot } = PANEL;
  const most = niceAbove(Math.max(...points.map(of)));
  const x = (years) => left + ((years - YEARS[0]) / (YEARS.at(-1) - YEARS[0])) * plot.width;
  const y = (value) => top + plot.height - (value / most) * plot.height;
  const grid = [0, 0.5, 1].map(
    (part) =>
      `<line x1="${left}" x2="${left + plot.width}" y1="${y(most * part)}" y2="${y(most * part)}" stroke="#ddd"/><text x="${left - 6}" y="${y(most * part) + 4}" text-anchor="end">${most * part}</text>`,
  );
  const ticks = YEARS.map(
    (years) => `<text x="${x(years)}" y="${top + plot.height + 16}" text-anchor="middle">${years}</text>`,
  );
  const scales = [...new Set(points.map(({ scale }) => scale))];
  const lines = scales.map((scale, at) => {
    const [colour] = LINES[at];
    const path = points
      .filter((point) => point.scale === scale)
      .map((point) => `${x(point.years)},${y(of(point)).toFixed(1)}`);
    return `<polyline points="${path.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>`;
  });
  const legend = LINES.map(
    ([colour, name], at) =>
      `<rect x="${left + at * 70}" y="${top + plot.height + 34}" width="12" height="4" fill="${colour}"/><text x="${left + 16 + at * 70}" y="${top + plot.height + 40}">${name}</text>`,
  );
  const years = `<text x="${left + plot.width}" y="${top + plot.height + 28}" text-anchor="end">years of figures</text>`;
  return `<g transform="translate(${shift} 0)"><text x="${left}" y="30" font-weight="bold">${title}</text>${[...grid, ...ticks, years, ...lines, ...legend].join('')}</g>`;
}

/** The next of 1, 2, 5, 10, 20 … above. */
function niceAbove(value) {
  const ten = 10 ** Math.floor(Math.log10(Math.max(value, 1e-6)));
  return [1, 2, 5, 10].map((step) => step * ten).find((step) => step >= value);
}
