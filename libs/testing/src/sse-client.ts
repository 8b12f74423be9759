import { eventually } from './eventually.js';

/** One dispatched event of a stream. `id` is the last id that the stream had given when it came. */
export type StreamedEvent = { id: string; event: string; data: string };

export type StreamOptions = { token: string | null; lastEventId?: string; headers?: Record<string, string> };

/** A reader of an event stream (WHATWG "server-sent events") over fetch, as a browser with a token would be. */
export class SseClient {
  /** Everything dispatched so far, in order. */
  readonly events: StreamedEvent[] = [];
  /** Comments (signs of life) so far. */
  comments = 0;
  /** What to send as Last-Event-ID when it goes on. */
  lastEventId: string;
  /** The stream is over, by whoever ended it. */
  ended = false;
  #looked = 0;

  private constructor(
    readonly status: number,
    readonly headers: Headers,
    /** Body of an answer that is no stream. */
    readonly problem: Record<string, unknown> | null,
    lastEventId: string,
    private readonly abort: AbortController,
  ) {
    this.lastEventId = lastEventId;
  }

  /** Connects; an answer that is no stream is kept in `status` and `problem`. */
  static async connect(url: string, { token, lastEventId = '', headers = {} }: StreamOptions): Promise<SseClient> {
    const abort = new AbortController();
    const answer = await fetch(url, {
      headers: {
        accept: 'text/event-stream',
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(lastEventId ? { 'last-event-id': lastEventId } : {}),
        ...headers,
      },
      signal: abort.signal,
    });
    const streams = answer.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
    const problem = streams ? null : ((await answer.json()) as Record<string, unknown>);
    const client = new SseClient(answer.status, answer.headers, problem, lastEventId, abort);
    if (streams) void client.#read(answer.body!);
    else client.ended = true;
    return client;
  }

  /** The events of one name, or all whose name begins with it when it ends in `*`. */
  named(name: string): StreamedEvent[] {
    const start = name.endsWith('*') ? name.slice(0, -1) : null;
    return this.events.filter(({ event }) => (start === null ? event === name : event.startsWith(start)));
  }

  /** The next event not looked at yet for which it holds; those before it count as looked at. */
  nextWhere(holds: (event: StreamedEvent) => boolean, options?: { timeoutMs?: number }): Promise<StreamedEvent> {
    return eventually(() => {
      while (this.#looked < this.events.length) {
        const event = this.events[this.#looked++]!;
        if (holds(event)) return event;
      }
      return null;
    }, options);
  }

  close(): void {
    this.abort.abort();
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let text = '';
    try {
      for await (const chunk of body) {
        text += decoder.decode(chunk, { stream: true });
        const frames = text.split('\n\n');
        text = frames.pop()!; // an unfinished frame counts for nothing
        for (const each of frames) this.#take(each);
      }
    } catch {
      // Closed here, or cut off: what came before counts.
    }
    this.ended = true;
  }

  #take(text: string): void {
    let event = 'message';
    const data: string[] = [];
    for (const line of text.split('\n')) {
      const [, field = '', value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
      if (line.startsWith(':')) this.comments++;
      else if (field === 'id') this.lastEventId = value;
      else if (field === 'event') event = value;
      else if (field === 'data') data.push(value);
    }
    if (data.length > 0) this.events.push({ id: this.lastEventId, event, data: data.join('\n') });
  }
}
