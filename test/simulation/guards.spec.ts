import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

type Guard = { guard: string; edits: { file: string; text: string }[] };

const root = resolve(__dirname, '../..');
const read = (file: string): string => readFileSync(resolve(root, file), 'utf8');
const guards = JSON.parse(read('test/simulation/guards.json')) as Guard[];

it.each(guards.map(({ guard, edits }) => [guard, edits] as const))('%s can still be taken out', (_, edits) => {
  for (const { file, text } of edits) expect([file, read(file).split(text).length - 1]).toEqual([file, 1]);
});
