import { evaluate, outcome } from '../launcher/programs.js';

const usage = (expression: string): Promise<unknown> => evaluate('idle-usage.mjs', expression);

describe('npm run idle', () => {
  it('reads memory and CPU time as Linux and ps write them', async () => {
    const stat = `42 (node (a) b) S ${Array.from({ length: 60 }, (_, at) => at + 4).join(' ')}`;
    const found = await usage(`[
      it.residentIn('VmPeak:\\t 9 kB\\nVmRSS:\\t   120 kB\\nRssAnon: 7 kB'),
      it.cpuIn(${JSON.stringify(stat)}),
      it.secondsIn('01:02'), it.secondsIn('1:02:03'), it.secondsIn('2-00:00:01'), it.secondsIn('0:01.50'),
      it.usageOf(process.pid).residentBytes > 1e6 && it.usageOf(process.pid).cpuSeconds > 0,
    ]`);
    // Fields 14 and 15 of the line, in hundredths of a second.
    expect(found).toEqual([122_880, 0.29, 62, 3_723, 172_801, 1.5, true]);
  });

  it('judges the highest sum of memory and all CPU time together', async () => {
    const sample = (mb: number, cpu: number) => ({
      registry: { residentBytes: mb * 1e6, cpuSeconds: cpu },
      reports: { residentBytes: mb * 2e6, cpuSeconds: cpu },
    });
    const judged = async (most: object) =>
      usage(
        `it.summary(${JSON.stringify([sample(100, 1), sample(120, 2), sample(110, 4)])}, 100, ${JSON.stringify(most)})`,
      );
    expect(await judged({ mostMb: 360, mostPercent: 6 })).toEqual({
      ok: true,
      rows: [
        { name: 'registry', meanMb: 110, highestMb: 120, percent: 3 },
        { name: 'reports', meanMb: 220, highestMb: 240, percent: 3 },
        { name: 'together', meanMb: 330, highestMb: 360, percent: 6 },
      ],
      all: { name: 'together', meanMb: 330, highestMb: 360, percent: 6 },
    });
    expect(await judged({ mostMb: 359, mostPercent: 6 })).toMatchObject({ ok: false });
    expect(await judged({ mostMb: 360, mostPercent: 5.9 })).toMatchObject({ ok: false });
  });

  it('says what it takes when it is asked for something else', async () => {
    const { code, output } = await outcome(['deploy/local/idle.mjs', '--hours', '1']);
    expect({ code, output: output.trim() }).toEqual({
      code: 1,
      output: '✗ npm run idle takes --rest <seconds> and --minutes <minutes>, as numbers.',
    });
  });
});
