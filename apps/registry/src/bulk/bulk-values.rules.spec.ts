import { readIdentifier, readSex, readStanding } from './bulk-values.rules.js';

describe('identifiers', () => {
  it.each([
    ['001090000123', { value: '001090000123' }],
    [' 001090000123 ', { value: '001090000123' }],
    ["'001090000123", { value: '001090000123' }],
    ['1090000123', { code: 'identifier-lost-zeros' }],
    ['79090000123', { code: 'identifier-lost-zeros' }],
    ['123456789', { code: 'identifier-lost-zeros' }],
    ['1.2E+11', { code: 'identifier-rounded' }],
    ['1,09E+11', { code: 'identifier-rounded' }],
    ['79090000123.0', { code: 'identifier-rounded' }],
    ['12345678', { code: 'identifier-malformed' }],
    ['0010900001234', { code: 'identifier-malformed' }],
    ['00109000012A', { code: 'identifier-malformed' }],
    [79_090_000_123, { code: 'identifier-not-text' }],
    ['', undefined],
    [null, undefined],
  ])('%p', (raw, read) => expect(readIdentifier(raw, 'personalId', false)).toEqual(read));

  it('are padded only when that is declared, and never to one that cannot be', () => {
    expect(readIdentifier('1090000123', 'personalId', true)).toEqual({ value: '001090000123' });
    expect(readIdentifier('123456789', 'cardNumber', true)).toEqual({ value: '000123456789' });
    // Nine digits are an old identity card (CMND): no province has the number 000.
    expect(readIdentifier('123456789', 'personalId', true)).toEqual({ code: 'identifier-lost-zeros' });
  });
});

describe('sex and standing', () => {
  it('may be in Vietnamese or English', () => {
    expect(readSex('Nữ')).toEqual({ value: 'female' });
    expect(readSex('MALE')).toEqual({ value: 'male' });
    expect(readSex('constructor')).toEqual({ code: 'is-in' });
    expect(readStanding('Đảng viên dự bị')).toEqual({ value: 'probationary' });
  });
});
