import { Sentinels } from './sentinels.js';

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
});
