/** What runs as one process, and how it is seen to be ready. */
export type Part = {
  name: string;
  command: string;
  args: string[];
  env?: Record<string, string>;
  cwd?: string;
  port: number;
  patienceMs?: number;
  ready(): Promise<boolean>;
  why?: () => string;
};
export type Limits = { deaths: number; withinMs: number; firstPauseMs: number; longestPauseMs: number };
export class Supervisor {
  constructor(options: {
    journal: unknown;
    logs: string;
    say?: (line: string) => void;
    limits?: Limits;
    onGivenUp?: (why: Error) => void;
  });
  start(part: Part): Promise<void>;
  hold(name: string, signal?: NodeJS.Signals): Promise<void>;
  release(name: string, change?: Partial<Part>): void;
  runs(name: string): boolean;
  pidOf(name: string): number | undefined;
  stop(order?: string[][]): Promise<void>;
}
