import * as fc from 'fast-check';
import { IdSet } from './id-set.js';

const hex = (id: string): Uint8Array => Buffer.from(id.replaceAll('-', ''), 'hex');

describe('a set of ids', () => {
  it('counts each once, as a set of their texts does', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat({ max: 300 }))), (lists) => {
        const ids = new IdSet();
        for (const list of lists) {
          const texts = list.map((n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);
          ids.addAll(hex(texts.join('')));
        }
        expect(ids.size).toBe(new Set(lists.flat()).size);
      }),
    );
  });

  it('holds many that differ in any of their parts, and an id of zeros', () => {
    const ids = new IdSet();
    const parts = Array.from({ length: 16 }, (_, byte) => Array.from({ length: 255 }, (__, at) => [byte, at + 1]));
    for (const [byte, value] of [...parts.flat(), ...parts.flat()] as [number, number][]) {
      const id = new Uint8Array(16);
      id[byte] = value;
      ids.addAll(id);
    }
    ids.addAll(new Uint8Array(16));
    expect(ids.size).toBe(16 * 255 + 1);
  });
});
