import { runBlocks, shellBlocks } from './shell-blocks.js';

const MARKDOWN = [
  '# Top',
  '```sh',
  '# no heading',
  'A=1; echo "$A $GIVEN"',
  '```',
  '```',
  '## No heading either',
  '```',
  '### Below',
  '```sh',
  'echo $((A + 1))',
  '```',
  'Between.',
  '```sh',
  'echo three',
  '```',
  '',
].join('\n');

describe('the blocks of a tour', () => {
  it('are found by the heading they stand under, and run in one shell', async () => {
    const blocks = shellBlocks(MARKDOWN);
    expect([...blocks].map(([heading, own]) => [heading, own.length])).toEqual([
      ['Top', 1],
      ['Below', 2],
    ]);
    const answers = await runBlocks(blocks, { GIVEN: 'given' });
    expect([...answers].map(([heading, own]) => [heading, own.map((answer) => answer.trim())])).toEqual([
      ['Top', ['1 given']],
      ['Below', ['2', 'three']],
    ]);
  });

  it('tell what went wrong', async () => {
    await expect(runBlocks(shellBlocks('```sh\necho out; echo why >&2; exit 3\n```\n'))).rejects.toThrow(
      'ended with 3: why',
    );
  });
});
