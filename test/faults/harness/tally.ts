/** What was done, by kind. */
export class Tally {
  readonly faults = new Map<string, number>();
  readonly recoveriesMs: number[] = [];
  readonly figures: Record<string, number> = {};
  rounds = 0;

  inject(nemesis: string): void {
    this.faults.set(nemesis, (this.faults.get(nemesis) ?? 0) + 1);
  }

  get injected(): number {
    return [...this.faults.values()].reduce((sum, n) => sum + n, 0);
  }

  table(): string {
    const sorted = this.recoveriesMs.toSorted((a, b) => a - b);
    const seconds = (ms: number | undefined): string => `${((ms ?? 0) / 1_000).toFixed(1)} s`;
    const rows: [string, string | number][] = [
      ['rounds', this.rounds],
      ['faults injected', this.injected],
      ...[...this.faults]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, n]): [string, number] => [`  ${name}`, n]),
      ...Object.entries(this.figures),
      ['recovery p50', seconds(sorted[Math.floor(sorted.length / 2)])],
      ['recovery max', seconds(sorted.at(-1))],
    ];
    return rows.map(([name, value]) => `${name.padEnd(34)}${String(value).padStart(10)}`).join('\n');
  }
}
