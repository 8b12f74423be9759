import { dayOf } from '#calendar';
import { heldEntries } from './held.js';

const [D1, D2, D3] = [dayOf('2025-06-01'), dayOf('2025-07-01'), dayOf('2026-01-01')];
const held = [
  { unitId: 'b', from: '2025-07-01' },
  { unitId: 'c', from: '2026-01-01' },
];

describe('what a fact adds that others have', () => {
  it('counts a flow with who has the fact on its day', () => {
    const flows = [D1, D2, D3].map((d) => ({ u: 'a', d, m: { k: 1 } }));
    expect(heldEntries(flows, held).map(({ u }) => u)).toEqual(['a', 'b', 'c']);
    expect(heldEntries(flows)).toEqual(flows);
  });

  it('cuts a level where it changes hands, and leaves one that ended before', () => {
    const m = { 'L:k': 1 };
    expect(heldEntries([{ u: 'a', d: D1, to: null, m }], held)).toEqual([
      { u: 'a', d: D1, to: D2, m },
      { u: 'b', d: D2, to: D3, m },
      { u: 'c', d: D3, to: null, m },
    ]);
    expect(heldEntries([{ u: 'a', d: D1, to: D2, m }], held)).toEqual([{ u: 'a', d: D1, to: D2, m }]);
  });
});
