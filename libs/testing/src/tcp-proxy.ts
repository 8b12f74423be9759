import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { KafkaConversation, type AnswerRule } from './kafka-frames.js';

/**
 * `pass` forwards; `refuse` closes what comes in; `silent` accepts and lets nothing through, like a stopped process;
 * `no-answers` and `no-requests` are silent in one direction. Slow in either way: later by some time, or few bytes a
 * second. Cut: each connection breaks after so many bytes more.
 */
export type ProxyMode =
  | 'pass'
  | 'refuse'
  | 'silent'
  | 'no-answers'
  | 'no-requests'
  | { delayMs: number; jitterMs: number }
  | { bytesPerSecond: number }
  | { cutAfterBytes: number };

/** A connection through the proxy. */
type Link = {
  client: Socket;
  server: Socket;
  kafka: KafkaConversation | null;
  /** Bytes that may still pass before it breaks. */
  left: number;
  /** By where they go: bytes that leave later, and when the last of them do. */
  waiting: Map<Socket, { bytes: Buffer[]; until: number }>;
};

/** A TCP proxy for tests: takes a server away from a client, and gives it back, without touching the server. */
export class TcpProxy {
  private mode: ProxyMode = 'pass';
  private rule: AnswerRule | null = null;
  private readonly links = new Set<Link>();

  private constructor(
    private readonly server: Server,
    private readonly target: { host: string; port: number },
    private readonly speaksKafka: boolean,
  ) {
    server.on('connection', (client) => this.join(client));
  }

  /** `speaksKafka`: the proxy reads along, so that answers can be dropped by what was asked. */
  static async to(host: string, port: number, { speaksKafka = false } = {}): Promise<TcpProxy> {
    const server = createServer({ pauseOnConnect: true });
    const proxy = new TcpProxy(server, { host, port }, speaksKafka);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Connections that are open now. */
  get connections(): number {
    return this.links.size;
  }

  /** Changes what happens to new connections, and to open ones: `refuse` resets them, `silent` freezes them. */
  set(mode: ProxyMode): void {
    this.mode = mode;
    if (mode === 'refuse') this.reset();
    for (const link of this.links) this.apply(link);
  }

  /** Breaks what is open, once. */
  reset(): void {
    for (const { client, server } of this.links) {
      client.resetAndDestroy();
      server.destroy();
    }
  }

  /** From now on drops answers of a broker to certain requests, which it has carried out; null: no more. */
  dropAnswers(rule: AnswerRule | null): void {
    this.rule = rule && { ...rule };
  }

  async close(): Promise<void> {
    this.set('refuse');
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private join(client: Socket): void {
    if (this.mode === 'refuse') {
      client.resetAndDestroy();
      return;
    }
    const server = connect(this.target);
    const kafka = this.speaksKafka ? new KafkaConversation() : null;
    const link: Link = { client, server, kafka, left: Infinity, waiting: new Map() };
    this.links.add(link);
    const end = () => {
      this.links.delete(link);
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) socket.on('error', end).on('close', end);
    client.on('data', (bytes: Buffer) => {
      kafka?.request(bytes);
      this.forward(link, server, bytes);
    });
    server.on('data', (bytes: Buffer) => this.answer(link, bytes));
    this.apply(link);
  }

  private apply(link: Link): void {
    const { mode } = this;
    const holds = (direction: ProxyMode): boolean => mode === 'silent' || mode === direction;
    if (holds('no-requests')) link.client.pause();
    else link.client.resume();
    if (holds('no-answers')) link.server.pause();
    else link.server.resume();
    link.left = typeof mode === 'object' && 'cutAfterBytes' in mode ? mode.cutAfterBytes : Infinity;
  }

  private answer(link: Link, bytes: Buffer): void {
    if (!link.kafka) return this.forward(link, link.client, bytes);
    const { passed, taken } = link.kafka.answer(bytes, (apiKey) => this.takes(apiKey));
    for (const frame of passed) this.forward(link, link.client, frame);
    if (taken === 0 || !this.rule?.reset) return;
    link.client.resetAndDestroy();
    link.server.destroy();
  }

  private takes(apiKey: number): boolean {
    if (!this.rule || this.rule.times <= 0 || !this.rule.apiKeys.includes(apiKey)) return false;
    this.rule.times--;
    return true;
  }

  private forward(link: Link, to: Socket, bytes: Buffer): void {
    const now = performance.now();
    const waiting = link.waiting.get(to) ?? { bytes: [], until: 0 };
    link.waiting.set(to, waiting);
    waiting.until = this.leavesAt(now, Math.max(now, waiting.until), bytes.length);
    if (waiting.until <= now && waiting.bytes.length === 0) {
      this.write(link, to, bytes);
      return;
    }
    waiting.bytes.push(bytes);
    // Timers fire to the millisecond and in no order within one: whichever comes lets the first go, so that none overtakes another.
    setTimeout(() => this.write(link, to, waiting.bytes.shift()!), waiting.until - now);
  }

  private leavesAt(now: number, before: number, bytes: number): number {
    const { mode } = this;
    if (typeof mode !== 'object' || 'cutAfterBytes' in mode) return before;
    if ('bytesPerSecond' in mode) return before + (bytes / mode.bytesPerSecond) * 1_000;
    return Math.max(before, now + mode.delayMs + Math.random() * mode.jitterMs);
  }

  private write(link: Link, to: Socket, bytes: Buffer): void {
    if (to.destroyed) return;
    to.write(bytes.length > link.left ? bytes.subarray(0, link.left) : bytes);
    link.left -= bytes.length;
    if (link.left >= 0) return;
    link.client.destroy();
    link.server.destroy();
  }
}
