import { comesDirectly } from './direct.rules.js';

describe('a scraper', () => {
  it.each([
    '127.0.0.1',
    '::1',
    '::ffff:127.0.0.1',
    '10.1.2.3',
    '172.31.0.9',
    '192.168.7.7',
    '100.64.3.4',
    'fd00::5',
    'fe80::1',
  ])('comes directly from %s', (address) => expect(comesDirectly(address, {})).toBe(true));
  it.each(['203.0.113.9', '172.32.0.1', '100.128.0.1', '2001:db8::1', '::ffff:8.8.8.8', '', undefined])(
    'comes from afar, from %s',
    (address) => expect(comesDirectly(address, {})).toBe(false),
  );
  it('comes from who knows where through a proxy', () => {
    expect(comesDirectly('127.0.0.1', { 'x-forwarded-for': '10.0.0.1' })).toBe(false);
    expect(comesDirectly('127.0.0.1', { forwarded: 'for=10.0.0.1' })).toBe(false);
  });
});
