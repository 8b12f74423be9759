import { asTooMuch } from './too-much.js';

describe('a file that does not fit in one transaction of the store', () => {
  const refusal: unknown = expect.objectContaining({ kind: 'too-large', code: 'too-much-at-once' });

  it('is refused, whichever way the store says it', () => {
    expect(asTooMuch(Object.assign(new Error('TransactionTooLargeForCache'), { code: 313 }))).toEqual(refusal);
    const told = 'WiredTigerRecordStore::insertRecord -31800: transaction is too large and will not fit in the cache';
    expect(asTooMuch(new Error(told))).toEqual(refusal);
  });

  it('is no other error', () => {
    const other = new Error('something else');
    expect(asTooMuch(other)).toBe(other);
  });
});
