import { Sentinels } from './sentinels.js';

const two = (number: number): string => String(number).padStart(2, '0');
const daysOf = (year: number): string[] =>
  Array.from({ length: 12 }, (_, month) =>
    Array.from({ length: 31 }, (_none, day) => `${year}-${two(month + 1)}-${two(day + 1)}`),
  ).flat();

describe('sentinels', () => {
  it('are found as they are written and as a number shows them', () => {
    const sentinels = new Sentinels();
    const phone = sentinels.identifier('phone', 10);
    for (const text of [`tel:${phone}.`, `{"phone":${Number(phone)}}`, `${Number(phone)}`])
      expect(sentinels.in(text)).toEqual(['phone']);
  });

  it('are not found in a longer number', () => {
    const sentinels = new Sentinels();
    const number = Number(sentinels.identifier('phone', 10));
    for (const text of [`0.${number}`, `cpu_seconds 17.4${number}1`, `${number}0`, `9${number}`])
      expect(sentinels.in(text)).toEqual([]);
  });

  it('of birth dates are on no day that a document shows', () => {
    const sentinels = new Sentinels();
    const years = Array.from({ length: 47 }, (_, at) => 1931 + at);
    sentinels.avoid(years.flatMap(daysOf).join(' '));
    for (let n = 0; n < 20; n += 1) expect(sentinels.date('birthDate')).toMatch(/^1978-/);
  });
});
