import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const KEPT_LINES = 20_000;
const SHOWN_LINES = 8;

/** Ends a process of a test when the test is gone, also by kill -9: its standard input closes then. */
const END_WITH_PARENT =
  'data:text/javascript,process.stdin.on("end",()=>process.exit(1)).on("error",()=>process.exit(1)).resume().unref()';

/** A Node process of a test, with what it wrote. It can be ended in any way and begun again on the same port. */
export class ManagedProcess {
  /** Lines of stdout and stderr, oldest first, over all restarts. */
  readonly lines: string[] = [];
  private child: ChildProcess | null = null;
  private ended: Promise<unknown> = Promise.resolve();

  constructor(
    readonly name: string,
    readonly url: string,
    private readonly args: string[],
    private readonly env: Record<string, string>,
    private readonly readyPath: string,
  ) {}

  get running(): boolean {
    return this.child !== null && this.child.exitCode === null && this.child.signalCode === null;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  get exitCode(): number | null {
    return this.child?.exitCode ?? null;
  }

  /** Starts the process without waiting for it to be ready. */
  spawn(): void {
    if (this.running) throw new Error(`${this.name} runs already`);
    const { NODE_ENV: _jest, NODE_OPTIONS: _options, ...inherited } = process.env;
    const child = spawn(process.execPath, ['--import', END_WITH_PARENT, ...this.args], {
      env: { ...inherited, ...this.env },
      stdio: 'pipe',
    });
    const read = [child.stdout, child.stderr].map((input) => {
      const lines = createInterface({ input });
      lines.on('line', (line) => this.keep(line));
      return once(lines, 'close');
    });
    this.ended = Promise.all([once(child, 'exit'), ...read]);
    this.child = child;
  }

  /** Resolves when the ready path answers 2xx. @throws Error with the last lines when it ends or is not in time. */
  async ready(timeoutMs = 120_000): Promise<this> {
    const end = Date.now() + timeoutMs;
    let last = 'no answer';
    while (this.running && Date.now() < end) {
      const answer = await fetch(this.url + this.readyPath, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
      if (answer?.ok) return this;
      if (answer) last = await answer.text();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const why = this.running ? `was not ready in ${timeoutMs} ms: ${last}` : 'ended';
    const lines = this.lines.slice(-SHOWN_LINES).map((line) => line.slice(0, 1_000));
    throw new Error(`${this.name} ${why}. Its last lines:\n${lines.join('\n')}`);
  }

  /** Ends the process and waits until it is gone. Nothing happens when it is gone already. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (this.running) this.child?.kill(signal);
    await this.ended;
  }

  /** Ends it, begins it again, and waits until it is ready. */
  async restart(signal: NodeJS.Signals = 'SIGKILL'): Promise<this> {
    await this.kill(signal);
    this.spawn();
    return this.ready();
  }

  /** Asks it to end, and insists after 10 s. */
  async stop(): Promise<void> {
    const insist = setTimeout(() => this.child?.kill('SIGKILL'), 10_000);
    await this.kill('SIGTERM');
    clearTimeout(insist);
  }

  /** Log lines that are JSON, parsed. */
  logs(): Record<string, unknown>[] {
    return this.lines.flatMap((line) => {
      if (!line.startsWith('{')) return [];
      try {
        return [JSON.parse(line) as Record<string, unknown>];
      } catch {
        return []; // a line cut by kill -9
      }
    });
  }

  private keep(line: string): void {
    this.lines.push(line);
    if (this.lines.length > KEPT_LINES) this.lines.shift();
  }
}
