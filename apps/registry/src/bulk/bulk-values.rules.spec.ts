import * as fc from 'fast-check';
import {
  readAnswer,
  readDate,
  readIdentifier,
  readSex,
  readStanding,
  readText,
  type DateOrder,
} from './bulk-values.rules.js';

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

describe('dates', () => {
  it.each<[string, DateOrder, object | undefined]>([
    ['1990-05-19', 'iso', { value: '1990-05-19' }],
    ['1990-5-9', 'dmy', { value: '1990-05-09' }],
    ['19/05/1990', 'iso', { code: 'date-order-undeclared' }],
    ['05.06.1990', 'iso', { code: 'date-order-undeclared' }],
    ['5/6/1990', 'dmy', { value: '1990-06-05' }],
    ['5/6/1990', 'mdy', { value: '1990-05-06' }],
    ['19-05-1990', 'dmy', { value: '1990-05-19' }],
    ['05/19/1990', 'dmy', { code: 'is-local-date' }],
    ['19/05-1990', 'dmy', { code: 'is-local-date' }],
    ['29/02/1990', 'dmy', { code: 'is-local-date' }],
    ['19/05/90', 'dmy', { code: 'two-digit-year' }],
    ['19/05/90', 'iso', { code: 'two-digit-year' }],
    ['33012', 'dmy', { code: 'is-local-date' }],
    ['', 'dmy', undefined],
  ])('%p, declared %p', (raw, order, read) => expect(readDate(raw, order)).toEqual(read));

  it('are read as they were written in the order declared', () => {
    const parts = fc.date({ min: new Date('1930-01-01'), max: new Date('2030-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(parts, (instant) => {
        const value = instant.toISOString().slice(0, 10);
        const [year, month, day] = value.split('-') as [string, string, string];
        expect(readDate(`${day}/${month}/${year}`, 'dmy')).toEqual({ value });
        expect(readDate(`${Number(month)}/${Number(day)}/${year}`, 'mdy')).toEqual({ value });
        expect(readDate(value, 'iso')).toEqual({ value });
      }),
    );
  });
});

describe('text and answers', () => {
  it('are in NFC with single spaces', () =>
    expect(readText(' Trần  Thị\u{a0}A '.normalize('NFD'))).toEqual({ value: 'Trần Thị A' }));
  it.each([
    ['Nguy\u{fffd}n', 'not-utf-8'],
    ['a\u{0}b', 'matches'],
    ['x'.repeat(201), 'max-length'],
    [12, 'is-string'],
    [{}, 'is-string'],
  ])('refuse %p', (raw, code) => expect(readText(raw)).toEqual({ code }));
  it('may be in Vietnamese or English', () => {
    expect(readSex('Nữ')).toEqual({ value: 'female' });
    expect(readSex('MALE')).toEqual({ value: 'male' });
    expect(readSex('constructor')).toEqual({ code: 'is-in' });
    expect(readStanding('Đảng viên dự bị')).toEqual({ value: 'probationary' });
    expect(readAnswer('x')).toEqual({ value: true });
    expect(readAnswer(false)).toEqual({ value: false });
    expect(readAnswer('maybe')).toEqual({ code: 'is-in' });
  });
});
