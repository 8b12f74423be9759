// Reads of rollups: a province's quarter by commune, and the centre's year by province, by four clients at once.
import { closedLoop } from './http.mjs';
import { rollupUrl } from './check.mjs';
import { YEAR } from './facts.mjs';

const CLIENTS = 4;

const loop = ({ reports, token }, count, of) => {
  let n = 0;
  const next = () => (n < count ? { method: 'GET', token, url: rollupUrl(reports, ...of(n++)) } : null);
  return closedLoop(CLIENTS, next, 200);
};

/** Every time another province and quarter, so that nothing is read from a cache of the answer. */
export const provinceQuarter = (at, nation, count) =>
  loop(at, count, (n) => [
    nation.provinceId(n % nation.sizes.provinces),
    { period: `${YEAR}-Q${(n % 4) + 1}`, by: 'child' },
  ]);

export const centreYear = (at, nation, count, years = 1) =>
  loop(at, count, (n) => [nation.centreId(), { period: String(YEAR - (n % years)), by: 'child' }]);
