import { decodeReceipt, encodeReceipt } from './receipt.js';

describe('receipt', () => {
  it('survives its own encoding', () => {
    const receipt = { source: 'meetings', factId: '3f0e1c9e-3a52-5d3c-9a55-6d9d6d3f0a03', version: 7 } as const;
    expect(decodeReceipt(encodeReceipt(receipt))).toEqual(receipt);
  });

  it.each([
    '',
    'abc',
    '%%%',
    Buffer.from('meetings:x').toString('base64url'),
    Buffer.from('meetings:x:0').toString('base64url'),
  ])('is null for %j', (text) => expect(decodeReceipt(text)).toBeNull());

  it('is null for a source that does not exist', () => {
    expect(decodeReceipt(Buffer.from('elsewhere:x:1').toString('base64url'))).toBeNull();
  });
});
