import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluate } from './programs.js';

jest.setTimeout(30_000);

const refusal = (version: string): Promise<unknown> =>
  evaluate('node-version.mjs', `it.nodeRefusal(${JSON.stringify(version)})`);

describe('the guard against an old Node', () => {
  it.each(['v20.18.3', 'v18.20.4', 'v12.22.0', 'v6.17.1'])(
    'refuses %s in one line that says what to install',
    async (version) => {
      const line = await refusal(version);
      expect(line).toMatch(new RegExp(`^Node ${version} is too old: install Node 22`));
    },
  );

  it.each(['v20.19.0', 'v20.20.2', 'v22.0.0', 'v24.1.0', 'v23.0.0-nightly2024'])('lets %s pass', async (version) => {
    expect(await refusal(version)).toBeNull();
  });

  it('asks for what package.json asks for', async () => {
    const { engines } = JSON.parse(readFileSync(join(process.cwd(), 'package.json'), 'utf8')) as {
      engines: { node: string };
    };
    expect(await evaluate('node-version.mjs', 'it.OLDEST_NODE')).toBe(`${engines.node.replace('>=', '')}.0`);
  });

  it('is written so that an old Node can read it', () => {
    const text = ['start.mjs', 'node-version.mjs']
      .map((name) => readFileSync(join(process.cwd(), 'deploy/local', name), 'utf8'))
      .join('\n')
      .replace(/\/\/.*$|\/\*\*.*\*\/$/gm, '');
    expect(text).not.toMatch(/\bconst\b|\blet\b|=>|\bawait\b|\?\?|\?\.|`|node:/);
  });
});
