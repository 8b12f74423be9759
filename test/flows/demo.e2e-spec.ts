import { readFileSync } from 'node:fs';
import { startSystem, type System } from '#testing';
import { loadDemo } from '../../deploy/local/demo/load.mjs';
import { runProof } from '../../deploy/local/demo/proof.mjs';
import { runBlocks, shellBlocks } from './support/shell-blocks.js';

type Proof = {
  meeting: string;
  ok: boolean;
  msToVisible: number;
  figures: { level: string; before: number; after: number }[];
};

/** What `npm start` does once everything is up, and what the README promises after that. */
describe('demo', () => {
  let system: System;
  const log = (line: string) => process.stderr.write(`demo: ${line}\n`);
  const where = () => ({
    registry: system.one('registry').url,
    meetings: system.one('meetings').url,
    inspection: system.one('inspection').url,
    reports: system.one('reports').url,
    issuer: system.issuer.url,
    log,
  });

  beforeAll(async () => {
    system = await startSystem();
    await loadDemo(where());
  }, 180_000);
  afterAll(() => system?.stop(), 60_000);

  it('is left alone when it is there', async () => {
    expect(await loadDemo(where())).toEqual({ loaded: false });
  }, 30_000);

  it('proves two meetings in the figures above them, twice on the same data', async () => {
    for (const _run of [1, 2]) {
      const { ok, lines } = await runProof(where());
      expect({ ok, lines }).toMatchObject({ ok: true });
      const proofs = lines
        .filter((line) => line.startsWith('PROOF '))
        .map((line) => JSON.parse(line.slice(6)) as Proof);
      expect(proofs.map(({ meeting }) => meeting)).toEqual(['today', 'late-entry-2020']);
      expect(proofs.map(({ figures }) => figures.length)).toEqual([9, 12]);
      for (const proof of proofs) expect(proof.figures.every(({ before, after }) => after === before + 1)).toBe(true);
      log(`visible after ${proofs.map(({ msToVisible }) => msToVisible).join(' and ')} ms`);
    }
  }, 120_000);

  it('answers the tour of the README as written', async () => {
    const ports = { 3001: 'registry', 3002: 'meetings', 3003: 'inspection', 3004: 'reports' } as const;
    let markdown = readFileSync('README.md', 'utf8').replaceAll('http://127.0.0.1:3005', system.issuer.url);
    for (const [port, name] of Object.entries(ports)) {
      markdown = markdown.replaceAll(`http://127.0.0.1:${port}`, system.one(name).url);
    }
    const answers = await runBlocks(shellBlocks(markdown));
    const [, logged, byChild, byDay, forbidden, voided, places] = answers;
    expect(logged).toContain('"receipt"');
    expect(byChild).toContain('"status":"applied"');
    expect(byChild).toContain('HP-VN');
    expect(byDay).toContain('2020-11-20');
    expect(byDay).toContain('50492f7d-525e-5caa-9704-82807e4a0616');
    expect(forbidden?.match(/"code":"outside-subtree"/g)).toHaveLength(2);
    expect(voided).toContain('"status":"applied"');
    expect(voided).toContain('Entered in the wrong branch');
    expect(places).toContain('Khu phố 06');
    expect(places).toContain('Lê Chân');
  }, 60_000);
});
