import { appendFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { HttpClient, type CallOptions, type Reply } from '#testing';

export type Outcome = 'ok' | 'failed' | 'unknown';

/** Every attempt at a command, and how it ended: `unknown` may have been done or not, and is settled by asking again. */
export class History {
  readonly counts: Record<Outcome, number> = { ok: 0, failed: 0, unknown: 0 };
  /** Answers no service may give, whatever is broken around it. */
  readonly wrong: string[] = [];

  constructor(private readonly file: string) {}

  note(at: number, outcome: Outcome, what: string): void {
    this.counts[outcome]++;
    appendFileSync(this.file, `${JSON.stringify({ at, ms: Date.now() - at, outcome, what })}\n`);
  }
}

/** Long for a service that is well, short for one that is stopped: the next attempt goes to another process of it. */
const TIMEOUT_MS = 5_000;

/** A client that writes the history. */
export class NotingClient extends HttpClient {
  constructor(
    url: () => string,
    token: () => Promise<string | null>,
    private readonly history: History,
  ) {
    super(url, token);
  }

  override async call<B = Record<string, unknown>>(
    method: string,
    path: string,
    options: CallOptions = {},
  ): Promise<Reply<B>> {
    const at = Date.now();
    const what = `${method} ${path.split('?')[0]} ${options.key ?? ''}`;
    const note = (outcome: Outcome, more: unknown): void => {
      if (method !== 'GET') this.history.note(at, outcome, `${what}: ${String(more)}`);
    };
    try {
      const reply = await super.call<B>(method, path, { timeoutMs: TIMEOUT_MS + waitOf(path), ...options });
      this.#judge(reply, what);
      note(reply.status < 300 ? 'ok' : reply.status >= 500 ? 'unknown' : 'failed', reply.status);
      return reply;
    } catch (lost) {
      note('unknown', lost instanceof Error ? `${lost.message} ${inspect(lost.cause)}` : lost);
      throw lost;
    }
  }

  /** @throws to have the command sent again */
  #judge(reply: Reply<unknown>, what: string): void {
    // A process whose clock was put off takes a good token for an old one.
    if (reply.status === 401) throw new Error('401: clocks differ');
    if (reply.status < 500 || [502, 503, 504].includes(reply.status)) return;
    this.history.wrong.push(`${what}: ${reply.status} ${JSON.stringify(reply.body)}`);
    throw new Error(String(reply.status));
  }
}

const waitOf = (path: string): number => 1_000 * Number(/[?&]wait=(\d+)s/.exec(path)?.[1] ?? 0);
