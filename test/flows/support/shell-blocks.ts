import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** The ```sh blocks of a Markdown text, in order. */
export const shellBlocks = (markdown: string): string[] =>
  [...markdown.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block]) => block!);

/**
 * Runs blocks in one shell, as somebody would who pastes them one after the other, and returns what each printed.
 *
 * @throws Error with stderr when the shell ends with an error
 */
export async function runBlocks(blocks: readonly string[]): Promise<string[]> {
  const mark = '=====next block=====';
  const child = spawn('bash', ['-u', '-c', blocks.join(`\necho; echo '${mark}'\n`)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  if (code !== 0) throw new Error(`the shell ended with ${code}: ${errors}\n${output}`);
  return output.split(mark);
}
