import * as fc from 'fast-check';
import { readAnswer, readDate, readId, readText, readWhole, type DateOrder } from './values.rules.js';

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
    expect(readAnswer('Có')).toEqual({ value: true });
    expect(readAnswer('constructor')).toEqual({ code: 'is-in' });
    expect(readAnswer('x')).toEqual({ value: true });
    expect(readAnswer(false)).toEqual({ value: false });
    expect(readAnswer('maybe')).toEqual({ code: 'is-in' });
  });
});

describe('whole numbers', () => {
  it.each([
    ['17', { value: 17 }],
    [' 0 ', { value: 0 }],
    [22, { value: 22 }],
    ['007', { value: 7 }],
    ['-1', { code: 'min' }],
    [-1, { code: 'min' }],
    ['101', { code: 'max' }],
    ['1.5', { code: 'is-int' }],
    [1.5, { code: 'is-int' }],
    ['1e1', { code: 'is-int' }],
    ['mười', { code: 'is-int' }],
    [true, { code: 'is-string' }],
    ['', undefined],
    [null, undefined],
  ])('%p', (raw, read) => expect(readWhole(raw, 100)).toEqual(read));
});

describe('ids', () => {
  it('are UUIDs, in lower case', () => {
    const id = 'a67adc85-0d62-5601-9456-7da0140721ac';
    expect(readId(` ${id.toUpperCase()} `)).toEqual({ value: id });
    expect(readId('7')).toEqual({ code: 'is-uuid' });
    expect(readId('')).toBeUndefined();
  });
});
