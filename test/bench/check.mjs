// What the services answer, held against the generator's own sums.
import { keptConnections, send } from './http.mjs';
import { CODES } from './sums.mjs';

const MEASURES = CODES.join(',');

export const rollupUrl = (reports, unitId, query) =>
  `${reports}/v1/units/${unitId}/rollup?${new URLSearchParams({ measures: MEASURES, limit: '500', ...query })}`;

/** Every commune and every province, every year that has meetings. @throws Error with the first figures that differ */
export async function check({ reports, token }, nation, sums) {
  const agent = keptConnections(4);
  const ask = async (unitId, period) => {
    const url = rollupUrl(reports, unitId, { period, by: 'child' });
    const { status, text } = await send(agent, { method: 'GET', url, token });
    if (status !== 200) throw new Error(`${url}: ${status} ${text.slice(0, 500)}`);
    return JSON.parse(text);
  };
  let figures = 0;
  for (const year of sums.years()) {
    figures += differ(await ask(nation.centreId(), year), sums.of(year, 'province'));
    const communes = sums.of(year, 'commune');
    for (let province = 0; province < nation.sizes.provinces; province += 1)
      figures += differ(await ask(nation.provinceId(province), year), communesIn(nation, communes, province));
  }
  agent.destroy();
  return figures;
}

function communesIn(nation, communes, province) {
  const kept = new Map();
  for (const [at, above] of nation.provinceOf.entries()) {
    const id = nation.communeId(at);
    if (above === province && communes.has(id)) kept.set(id, communes.get(id));
  }
  return kept;
}

/** Compares rows by child and answers how many figures were equal. @throws Error with the first that differs */
export function differ(answer, wanted) {
  if (answer.next) throw new Error('more children than fit a page');
  const rows = new Map(answer.rows.filter(({ type }) => type === 'unit').map((row) => [row.unit.id, row]));
  let equal = 0;
  for (const [id, sums] of wanted)
    for (const [at, code] of CODES.entries()) {
      const found = rows.get(id)?.figures.find(({ measure }) => measure === code)?.value ?? 0;
      if (found !== sums[at])
        throw new Error(`WRONG: ${code} of ${id} in ${answer.period.id} is ${found}, the generator says ${sums[at]}`);
      equal += 1;
    }
  const whole = [...wanted.values()].reduce((sum, sums) => sum + sums[0], 0);
  const total = answer.figures.find(({ measure }) => measure === CODES[0]).value;
  if (total !== whole) throw new Error(`WRONG: ${CODES[0]} in all is ${total}, the generator says ${whole}`);
  return equal + 1;
}
