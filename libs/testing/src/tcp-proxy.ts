import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Stands between a service and a server of this machine, so that the server can be away without being touched. */
export class TcpProxy {
  private server: Server | null = null;
  private readonly sockets = new Set<Socket>();

  private constructor(
    readonly target: number,
    /** Where to connect instead. It stays the same. */
    readonly port: number,
  ) {}

  /** A proxy to a port of this machine, open from the start. */
  static async to(target: number): Promise<TcpProxy> {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as AddressInfo;
    probe.close();
    const proxy = new TcpProxy(target, port);
    await proxy.restore();
    return proxy;
  }

  /** Ends all connections and refuses new ones. */
  async cut(): Promise<void> {
    const { server } = this;
    this.server = null;
    for (const socket of this.sockets) socket.destroy();
    if (server) await new Promise((resolve) => server.close(resolve));
  }

  /** Lets connections through again. */
  async restore(): Promise<void> {
    if (this.server) return;
    this.server = createServer((from) => this.join(from, connect(this.target, '127.0.0.1'))).listen(
      this.port,
      '127.0.0.1',
    );
    await once(this.server, 'listening');
  }

  close = (): Promise<void> => this.cut();

  private join(from: Socket, to: Socket): void {
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      this.sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  }
}
