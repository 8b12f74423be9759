import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { IsInstant, IsLocalDate } from '../dates.js';
import { decodeCursor, decodeInstantCursor, decodeNumberCursor, encodeCursor, pageOf } from './cursor.js';
import { PageQuery } from './page.dto.js';

describe('pages', () => {
  it('end with a cursor that leads on, and the last without', () => {
    const rows = ['a', 'b', 'c'];
    const page = pageOf(rows, 2, (row) => [row, 1]);
    expect(page.items).toEqual(['a', 'b']);
    expect(decodeCursor(page.next ?? '', 2)).toEqual(['b', 1]);
    expect(pageOf(rows, 3, (row) => [row]).next).toBeNull();
    expect(pageOf([], 3, () => []).next).toBeNull();
  });

  it.each([
    'x',
    encodeCursor(['a']),
    Buffer.from('{}').toString('base64url'),
    Buffer.from('[{},1]').toString('base64url'),
  ])('refuse the cursor %p', (cursor) =>
    expect(() => decodeCursor(cursor, 2)).toThrow(expect.objectContaining({ code: 'invalid-cursor' }) as Error),
  );

  it('of numbered rows begin at the first, and go on after a whole number only', () => {
    expect(decodeNumberCursor(undefined)).toBe(0);
    expect(decodeNumberCursor(encodeCursor([7]))).toBe(7);
    for (const key of ['7', 'a', null, 1.5, 1e300])
      expect(() => decodeNumberCursor(encodeCursor([key]))).toThrow(
        expect.objectContaining({ code: 'invalid-cursor' }) as Error,
      );
  });

  it('of rows by instant go on after an instant and an id only', () => {
    expect(decodeInstantCursor(undefined)).toBeUndefined();
    expect(decodeInstantCursor(encodeCursor([7, 'a']))).toEqual({ at: new Date(7), id: 'a' });
    for (const key of [
      ['7', 'a'],
      [7, 7],
      [null, 'a'],
      [1e300, 'a'],
    ])
      expect(() => decodeInstantCursor(encodeCursor(key))).toThrow(
        expect.objectContaining({ code: 'invalid-cursor' }) as Error,
      );
  });

  it.each([
    [{}, true],
    [{ limit: '500' }, true],
    [{ limit: '501' }, false],
    [{ limit: '0' }, false],
    [{ limit: '1.5' }, false],
    [{ limit: 'x' }, false],
  ])('of %p: allowed %p', (query, allowed) => {
    expect(validateSync(plainToInstance(PageQuery, query)).length === 0).toBe(allowed);
  });
});

class Dated {
  @IsLocalDate()
  date!: string;
  @IsInstant()
  at!: string;
}

describe('dates', () => {
  const faults = (input: Partial<Dated>): string[] =>
    validateSync(Object.assign(new Dated(), { date: '2026-07-01', at: '2026-07-01T19:30:00+07:00', ...input })).map(
      ({ property }) => property,
    );

  it.each(['2026-07-01', '2024-02-29'])('%s is a date', (date) => expect(faults({ date })).toEqual([]));
  it.each(['2026-02-29', '2026-13-01', '2026-7-1', '20260701', '2026-07-01T00:00:00Z', ''])('%p is no date', (date) =>
    expect(faults({ date })).toEqual(['date']),
  );
  it.each(['2026-07-01T19:30:00Z', '2026-07-01T19:30:00.123+07:00'])('%s is an instant', (at) =>
    expect(faults({ at })).toEqual([]),
  );
  it.each([
    '2026-07-01T19:30:00',
    '2026-02-30T19:30:00Z',
    '2026-07-01T24:00:00Z',
    '2026-07-01',
    '2026-07-01 19:30:00Z',
  ])('%p is no instant', (at) => expect(faults({ at })).toEqual(['at']));
});
