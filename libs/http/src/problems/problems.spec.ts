import '../index.js';
import { BadRequestException, NotFoundException, PayloadTooLargeException } from '@nestjs/common';
import { IsInt, IsUUID, ValidateNested, validateSync } from 'class-validator';
import { plainToInstance, Type } from 'class-transformer';
import { mongo } from 'mongoose';
import { Refusal, type RefusalKind } from '#contracts';
import { NotSignedIn } from '../auth/jwt.guard.js';
import { faultOf, problemOf } from './problem.js';
import { languageOf, problemText, problemTexts, registeredCodes, textOf } from './problem-texts.js';
import { codeOfConstraint, fieldFaults } from './validation.js';

describe('language', () => {
  it.each([
    [undefined, 'vi'],
    ['', 'vi'],
    ['en', 'en'],
    ['en-US,en;q=0.9,vi;q=0.8', 'en'],
    ['vi-VN,vi;q=0.9,en;q=0.8', 'vi'],
    ['fr, en;q=0.3, vi;q=0.5', 'vi'],
    ['fr', 'vi'],
    ['*;q=x', 'vi'],
  ])('of %p is %s', (header, language) => expect(languageOf(header)).toBe(language));
});

describe('faults', () => {
  it.each<[RefusalKind, number]>([
    ['malformed', 400],
    ['forbidden', 403],
    ['not-found', 404],
    ['conflict', 409],
    ['stale', 412],
    ['too-large', 413],
    ['unprocessable', 422],
    ['precondition-required', 428],
    ['unavailable', 503],
  ])('a refusal that is %s answers %d', (kind, status) => {
    expect(faultOf(new Refusal(kind, 'some-code'))).toMatchObject({ status, code: 'some-code' });
  });

  it.each([
    [new mongo.MongoNetworkError('away'), 503, 'store-away'],
    [new mongo.MongoServerError({ message: 'not primary', code: 10107 }), 503, 'store-away'],
    [new Error('wrapped', { cause: new mongo.MongoNetworkError('away') }), 503, 'store-away'],
    [new mongo.MongoServerError({ message: 'E11000 dup', code: 11000 }), 500, 'internal'],
    [new NotSignedIn('no-token'), 401, 'no-token'],
    [new NotFoundException('Cannot GET /x'), 404, 'no-such-route'],
    [new PayloadTooLargeException(), 413, 'body-too-large'],
    [new BadRequestException('Unexpected token } in JSON at position 3'), 400, 'malformed-json'],
    [Object.assign(new Error('too large'), { status: 413, type: 'entity.too.large' }), 413, 'body-too-large'],
    [Object.assign(new Error('x'), { status: 400, type: 'entity.parse.failed' }), 400, 'malformed-json'],
    [new TypeError('a is undefined'), 500, 'internal'],
    ['a thrown text', 500, 'internal'],
  ])('%p answers %d %s', (error, status, code) => expect(faultOf(error)).toMatchObject({ status, code }));

  it('ask to wait when a part is away', () => {
    expect(faultOf(new Refusal('unavailable', 'store-away')).retryAfter).toBe(2);
    expect(faultOf(new Refusal('conflict', 'unit-not-known-yet', {}, [], 1)).retryAfter).toBe(1);
  });
});

describe('problems', () => {
  it('fill the text, in the language asked for', () => {
    const fault = faultOf(new Refusal('stale', 'stale-version', { current: 4 }));
    expect(problemOf(fault, 'en', '/v1/x', 'abc')).toMatchObject({
      type: 'urn:lien-cap:problem:stale-version',
      status: 412,
      code: 'stale-version',
      instance: '/v1/x',
      traceId: 'abc',
      detail: 'It was changed meanwhile and is now version 4; read it again, then change it.',
    });
    expect(problemOf(fault, 'vi', '/v1/x', 'abc').detail).toContain('phiên bản 4');
  });

  it('have a title for every status in both languages', () => {
    const statuses = new Set(registeredCodes().flatMap((code) => problemText(code)?.status ?? []));
    expect(statuses.size).toBeGreaterThan(10);
    for (const status of statuses)
      expect(problemOf({ status, code: 'internal' }, 'vi', '', '').title).not.toBe('internal');
  });

  it('give one code one meaning', () => {
    expect(() => problemTexts({ internal: { vi: 'khác', en: 'other' } })).toThrow('internal');
    expect(textOf('nobody-registered-this', 'en')).toBe('nobody-registered-this');
  });
});

class Inner {
  @IsInt()
  present!: number;
}
class Outer {
  @IsUUID()
  id!: string;
  @ValidateNested()
  @Type(() => Inner)
  attendance!: Inner;
}

describe('field faults', () => {
  const of = (input: object) =>
    fieldFaults(validateSync(plainToInstance(Outer, input), { whitelist: true, forbidNonWhitelisted: true }));

  it('are paths and codes, without values', () => {
    const faults = of({ id: 'Nguyễn Thị Bình', attendance: { present: 'x' }, phone: '0900' });
    expect(faults).toEqual(
      expect.arrayContaining([
        { path: 'id', code: 'is-uuid' },
        { path: 'attendance.present', code: 'is-int' },
        { path: 'phone', code: 'unknown-field' },
      ]),
    );
    expect(JSON.stringify(faults)).not.toMatch(/Bình|0900/);
  });

  it('do not echo a field name that is no name', () => {
    for (const name of ['Nguyễn Thị Bình', 'Binh', '001190000001'])
      expect(of({ id: 'x', attendance: { present: 1 }, [name]: 1 })).toContainEqual({
        path: '(unreadable)',
        code: 'unknown-field',
      });
  });

  it.each([
    ['isUuid', 'is-uuid'],
    ['whitelistValidation', 'unknown-field'],
    ['arrayMaxSize', 'array-max-size'],
  ])('%s is called %s', (constraint, code) => expect(codeOfConstraint(constraint)).toBe(code));
});
