import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

/** An answer of a service, with its body parsed when it is JSON. */
export type Reply<B = Record<string, unknown>> = { status: number; headers: Headers; body: B };

export type CallOptions = {
  body?: unknown;
  /** Media type of a body that is text, and sent as it is. */
  textType?: string;
  /** Idempotency-Key. */
  key?: string;
  /** Version for If-Match. */
  ifMatch?: number;
  headers?: Record<string, string>;
  timeoutMs?: number;
};

/** Answers after which the same command with the same key is sent again: it was not decided. */
const UNDECIDED = new Set([429, 502, 503, 504]);

/** A small client of one service as one person. The address and token are asked for at every call. */
export class HttpClient {
  /** Commands whose answer was lost or not decided and that were sent again. */
  resent = 0;

  constructor(
    private readonly url: () => string,
    private readonly token: () => Promise<string | null>,
  ) {}

  /** One request, one answer. @throws when the outcome is unknown (connection lost, time-out). */
  async call<B = Record<string, unknown>>(method: string, path: string, options: CallOptions = {}): Promise<Reply<B>> {
    const token = await this.token();
    const headers: Record<string, string> = { ...options.headers };
    if (token) headers.authorization = `Bearer ${token}`;
    if (options.body !== undefined) headers['content-type'] = options.textType ?? 'application/json';
    if (options.key) headers['idempotency-key'] = options.key;
    if (options.ifMatch !== undefined) headers['if-match'] = `"${options.ifMatch}"`;
    const { body, textType } = options;
    const answer = await fetch(this.url() + path, {
      method,
      headers,
      body: textType && typeof body === 'string' ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(options.timeoutMs ?? 20_000),
    });
    const text = await answer.text();
    const json = answer.headers.get('content-type')?.includes('json') ?? false;
    return { status: answer.status, headers: answer.headers, body: (json && text ? JSON.parse(text) : text) as B };
  }

  get = <B = Record<string, unknown>>(path: string, options?: CallOptions): Promise<Reply<B>> =>
    this.call<B>('GET', path, options);

  /** An answer that is a file, byte by byte. */
  async file(path: string, headers: Record<string, string> = {}): Promise<Reply<Buffer>> {
    const token = await this.token();
    const answer = await fetch(this.url() + path, {
      headers: token ? { ...headers, authorization: `Bearer ${token}` } : headers,
      signal: AbortSignal.timeout(20_000),
    });
    return { status: answer.status, headers: answer.headers, body: Buffer.from(await answer.arrayBuffer()) };
  }

  /**
   * A command whose outcome is known at the end: sent again under one Idempotency-Key while the connection is lost,
   * the service is away (503) or asks to wait (429, or any answer with Retry-After).
   *
   * @throws Error with the last outcome when nothing was decided within `patienceMs`.
   */
  async decide<B = Record<string, unknown>>(
    method: string,
    path: string,
    options: CallOptions & { patienceMs?: number } = {},
  ): Promise<Reply<B>> {
    const end = Date.now() + (options.patienceMs ?? 120_000);
    const key = options.key ?? (method === 'GET' ? undefined : randomUUID());
    for (;;) {
      // Not told by instanceof: errors of fetch are of another realm than Jest's.
      const outcome = await this.call<B>(method, path, { ...options, key }).then(
        (reply) => ({ reply, lost: null }),
        (lost: Error) => ({ reply: null, lost }),
      );
      const { reply, lost } = outcome;
      if (reply && !UNDECIDED.has(reply.status) && !reply.headers.has('retry-after')) return reply;
      if (Date.now() > end) {
        const last = lost ? `${lost.message} ${String(lost.cause)}` : JSON.stringify(reply);
        throw new Error(`${method} ${path} was not decided: ${last}`);
      }
      this.resent++;
      await pause(150);
    }
  }

  /** As {@link get}, and patient while the service is away. */
  read = <B = Record<string, unknown>>(path: string, options: CallOptions = {}): Promise<Reply<B>> =>
    this.decide<B>('GET', path, options);

  post = <B = Record<string, unknown>>(path: string, body: unknown, options: CallOptions = {}): Promise<Reply<B>> =>
    this.decide<B>('POST', path, { ...options, body });

  put = <B = Record<string, unknown>>(path: string, body: unknown, options: CallOptions = {}): Promise<Reply<B>> =>
    this.decide<B>('PUT', path, { ...options, body });
}
