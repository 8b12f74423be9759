import { createHash } from 'node:crypto';

const DNS_NAMESPACE = Buffer.from('6ba7b8109dad11d180b400c04fd430c8', 'hex');

/** UUID version 5 of a name of the demo: the same on every machine, so that examples and loads agree. */
export function demoId(name) {
  const hash = createHash('sha1')
    .update(DNS_NAMESPACE)
    .update(`lien-cap-demo:${name}`, 'utf8')
    .digest()
    .subarray(0, 16);
  hash[6] = (hash[6] & 0x0f) | 0x50;
  hash[8] = (hash[8] & 0x3f) | 0x80;
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
