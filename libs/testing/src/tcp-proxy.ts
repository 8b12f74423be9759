import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** `pass` forwards; `refuse` closes what comes in; `silent` accepts and lets nothing through, like a stopped process. */
export type ProxyMode = 'pass' | 'refuse' | 'silent';

/** A TCP proxy for tests: takes a server away from a client, and gives it back, without touching the server. */
export class TcpProxy {
  private mode: ProxyMode = 'pass';
  private readonly pairs = new Set<[Socket, Socket]>();

  private constructor(
    private readonly server: Server,
    private readonly target: { host: string; port: number },
  ) {
    server.on('connection', (client) => this.join(client));
  }

  static async to(host: string, port: number): Promise<TcpProxy> {
    const server = createServer({ pauseOnConnect: true });
    const proxy = new TcpProxy(server, { host, port });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Connections that are open now. */
  get connections(): number {
    return this.pairs.size;
  }

  /** Changes what happens to new connections, and to open ones: `refuse` resets them, `silent` freezes them. */
  set(mode: ProxyMode): void {
    this.mode = mode;
    for (const [client, server] of this.pairs) {
      if (mode === 'refuse') {
        client.resetAndDestroy();
        server.destroy();
      } else if (mode === 'silent') {
        client.pause();
        server.pause();
      } else {
        client.resume();
        server.resume();
      }
    }
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
    const pair: [Socket, Socket] = [client, server];
    this.pairs.add(pair);
    const end = () => {
      this.pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    for (const [from, to] of [pair, [server, client] as const]) {
      from.on('data', (bytes) => to.write(bytes));
      from.on('error', end);
      from.on('close', end);
    }
    if (this.mode === 'pass') client.resume();
    else server.pause();
  }
}
