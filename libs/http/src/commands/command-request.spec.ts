import * as fc from 'fast-check';
import type { SignedRequest } from '../auth/principal.js';
import { canonicalJson, derivedUuid } from './canonical.js';
import { commandRequestOf, requireIfMatch } from './command-request.js';

const request = (headers: Record<string, string>, more: object = {}): SignedRequest =>
  ({
    method: 'POST',
    originalUrl: '/v1/units?x=1',
    headers,
    body: {},
    query: {},
    principal: { sub: 'a' },
    ...more,
  }) as unknown as SignedRequest;

describe('a command', () => {
  it('derives the same id from the same client, route and key, and only then', () => {
    const id = (key: string, more?: object) => commandRequestOf(request({ 'idempotency-key': key }, more)).derivedId;
    expect(id('k')).toBe(id('k'));
    expect(id('k')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const others = [
      id('l'),
      id('k', { principal: { sub: 'b' } }),
      id('k', { originalUrl: '/v1/roles' }),
      id('k', { method: 'PUT' }),
    ];
    expect(new Set([id('k'), ...others]).size).toBe(5);
  });

  it('without a key has another id each time', () => {
    expect(commandRequestOf(request({})).derivedId).not.toBe(commandRequestOf(request({})).derivedId);
  });

  it('hashes the body whatever the order of its fields', () => {
    const hash = (body: object) => commandRequestOf(request({}, { body })).bodyHash;
    expect(hash({ a: 1, b: { c: 2, d: 3 } })).toBe(hash({ b: { d: 3, c: 2 }, a: 1 }));
    expect(hash({ a: 1 })).not.toBe(hash({ a: 2 }));
  });

  it.each(['', 'với dấu', 'a b', 'x'.repeat(201)])('refuses the key %p', (key) => {
    expect(() => commandRequestOf(request({ 'idempotency-key': key }))).toThrow(
      expect.objectContaining({ code: 'invalid-idempotency-key' }) as Error,
    );
  });

  it.each(['3', '*', 'W/"3"', '"0"', '"x"', '"1", "2"'])('refuses If-Match %p', (header) => {
    expect(() => commandRequestOf(request({ 'if-match': header }))).toThrow(
      expect.objectContaining({ code: 'invalid-if-match' }) as Error,
    );
  });

  it('needs the version it changes', () => {
    const { ifMatch } = commandRequestOf(request({ 'if-match': '"3"' }));
    expect(() => requireIfMatch({ ifMatch }, 3)).not.toThrow();
    expect(() => requireIfMatch({ ifMatch }, 4)).toThrow(
      expect.objectContaining({ code: 'stale-version', kind: 'stale', params: { current: 4 } }) as Error,
    );
    expect(() => requireIfMatch({}, 4)).toThrow(expect.objectContaining({ kind: 'precondition-required' }) as Error);
  });
});

describe('canonical JSON', () => {
  it('sorts keys at every depth, keeps the order of lists and leaves undefined out', () => {
    expect(canonicalJson({ b: [{ d: 1, c: null }, 'x'], a: undefined, A: true })).toBe(
      '{"A":true,"b":[{"c":null,"d":1},"x"]}',
    );
  });
  it('writes texts and numbers as JSON does', () => {
    for (const text of ['', 'a b', 'd"q', 'back\\slash', 'line\n', '\u007f', 'Đảng bộ', '\u2028', '\ud800'])
      expect(canonicalJson({ [text]: text })).toBe(JSON.stringify({ [text]: text }));
    expect(canonicalJson([-0, 1e21, 0.1, NaN, true, null])).toBe('[0,1e+21,0.1,null,true,null]');
    expect(canonicalJson({ 10: 1, 9: 2 })).toBe('{"10":1,"9":2}');
  });
  it('is the same of keys in whatever order, also where JSON.stringify has them so already', () => {
    const keys = fc.constantFrom('a', 'b', 'B', 'ă', '10', '9', 'toString');
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof({ depthSize: 'small' }, fc.jsonValue(), fc.array(tie('tree')), fc.dictionary(keys, tie('tree'))),
    }));
    const turned = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(turned)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .toReversed()
                .map(([key, field]) => [key, turned(field)]),
            )
          : value;
    const check = (value: unknown): void => {
      const text = canonicalJson(value);
      expect(canonicalJson(turned(value))).toBe(text);
      expect(canonicalJson(JSON.parse(text))).toBe(text);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    };
    fc.assert(fc.property(tree, check), { numRuns: 500 });
  });
  it('leaves what is no plain value to the longer way', () => {
    class Dto {
      constructor(
        readonly b: Date,
        readonly a = 1,
      ) {}
    }
    const dto = new Dto(new Date(0));
    expect(canonicalJson({ dto })).toBe('{"dto":{"a":1,"b":{}}}');
  });
  it('tells names apart', () => expect(derivedUuid('["a","b"]')).not.toBe(derivedUuid('["ab"]')));
});
