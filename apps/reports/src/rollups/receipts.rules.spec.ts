import { encodeReceipt, Refusal, type Receipt } from '#contracts';
import { receiptOf, waitOf } from './receipts.js';
import { factStatus, isSettled, isTreeReceipt, reachesFigures, treeStatus, type KnownFact } from './receipts.rules.js';

const receipt: Receipt = { source: 'meetings', factId: 'f', version: 3 };
const known = (over: Partial<KnownFact> = {}): KnownFact => ({
  contribution: { version: 3, unplaced: false, empty: false },
  hadEntries: false,
  deadLetter: null,
  ...over,
});
const code = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return `${error.kind} ${error.code} ${error.fields.map(({ path }) => path).join()}`;
    throw error;
  }
  return 'none';
};

describe('a receipt', () => {
  it.each([
    ['applied', known()],
    ['superseded', known({ contribution: { version: 4, unplaced: false, empty: true } })],
    ['unplaced', known({ contribution: { version: 3, unplaced: true, empty: false } })],
    ['pending', known({ contribution: { version: 2, unplaced: false, empty: false } })],
    ['pending', known({ contribution: null })],
    ['refused', known({ contribution: null, deadLetter: 'bad-schema' })],
    ['no-figure', known({ contribution: { version: 3, unplaced: false, empty: true } })],
    ['applied', known({ contribution: { version: 3, unplaced: false, empty: true }, hadEntries: true })],
  ])('is %s', (status, fact) => {
    expect(factStatus(receipt, fact).status).toBe(status);
  });

  it('refused says why', () => {
    expect(factStatus(receipt, known({ contribution: null, deadLetter: 'bad-schema' }))).toEqual({
      status: 'refused',
      code: 'bad-schema',
    });
  });

  it('of the tree is applied from its revision on', () => {
    const change: Receipt = { source: 'registry', factId: 'tree', version: 5 };
    expect([4, 5, 6].map((revision) => treeStatus(change, revision).status)).toEqual(['pending', 'applied', 'applied']);
    expect(isTreeReceipt(change)).toBe(true);
  });

  it('of a role or a case never reaches a figure', () => {
    expect(reachesFigures(receipt)).toBe(true);
    expect(reachesFigures({ source: 'registry', factId: 'g', version: 1 })).toBe(false);
    expect(reachesFigures({ source: 'inspection', factId: 'c', version: 1 })).toBe(false);
    for (const [source, factId] of [
      ['registry', 'member/m'],
      ['inspection', 'case/c'],
      ['reports', 'report/r'],
    ] as const)
      expect(reachesFigures({ source, factId, version: 1 })).toBe(true);
  });

  it('is waited for while pending or unplaced', () => {
    const waited = (['applied', 'pending', 'superseded', 'unplaced', 'refused', 'no-figure'] as const).filter(
      (status) => !isSettled({ status }),
    );
    expect(waited).toEqual(['pending', 'unplaced']);
  });
});

describe('parameters of a receipt', () => {
  it('receipt-malformed', () => {
    expect(receiptOf(encodeReceipt(receipt))).toEqual(receipt);
    expect(code(() => receiptOf('x'))).toBe('malformed receipt-malformed receipt');
  });

  it('wait: seconds or milliseconds, 10 s at most', () => {
    expect([waitOf(undefined), waitOf('0s'), waitOf('5s'), waitOf('10s'), waitOf('250ms')]).toEqual([
      0, 0, 5000, 10_000, 250,
    ]);
    expect(code(() => waitOf('11s'))).toBe('unprocessable wait-too-long wait');
    expect(code(() => waitOf('10001ms'))).toBe('unprocessable wait-too-long wait');
    for (const text of ['5', '-1s', '5 s', 's', '1h', ''])
      expect(code(() => waitOf(text))).toBe('malformed wait-malformed wait');
  });
});
