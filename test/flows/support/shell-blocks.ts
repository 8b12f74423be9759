import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** Something for each ```sh block of a Markdown text: by the heading it stands under, and in order there. */
export type ByHeading = ReadonlyMap<string, readonly string[]>;

/** A heading, or a whole fenced block: what looks like a heading inside a block is none. */
const HEADING_OR_BLOCK = /^#{1,6} (?<heading>.+)$|^```(?<language>\w*)\n(?<block>[\s\S]*?)^```$/gm;

export function shellBlocks(markdown: string): ByHeading {
  const blocks = new Map<string, string[]>();
  let under = '';
  for (const { groups = {} } of markdown.matchAll(HEADING_OR_BLOCK)) {
    if (groups.heading) under = groups.heading;
    else if (groups.language === 'sh') blocks.set(under, [...(blocks.get(under) ?? []), groups.block!]);
  }
  return blocks;
}

/**
 * Runs blocks in one shell, as somebody would who pastes them one after the other, and returns what each printed.
 *
 * @throws Error with stderr when the shell ends with an error
 */
export async function runBlocks(blocks: ByHeading, variables: Record<string, string> = {}): Promise<ByHeading> {
  const mark = '=====next block=====';
  const script = [...blocks.values()].flat().join(`\necho; echo '${mark}'\n`);
  const child = spawn('bash', ['-u', '-c', script], {
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  if (code !== 0) throw new Error(`the shell ended with ${code}: ${errors}\n${output}`);
  const answers = output.split(mark);
  return new Map([...blocks].map(([heading, own]) => [heading, answers.splice(0, own.length)]));
}
