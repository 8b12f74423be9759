import { readFileSync } from 'node:fs';
import { CHECKED, ENVELOPE } from './deploy.js';

it('finds where events are made, to make the next version of them', () => {
  expect(readFileSync(`${ENVELOPE}.ts`, 'utf8').split(CHECKED)).toHaveLength(2);
});
