import { createServer, type AddressInfo } from 'node:net';
import { freePorts } from '../../deploy/local/ports.mjs';

describe('free ports', () => {
  it('are given to one asker only, and never lie where outgoing connections get theirs', async () => {
    const given = (await Promise.all(Array.from({ length: 20 }, () => freePorts(5)))).flat();
    expect(new Set(given).size).toBe(100);
    expect(Math.min(...given)).toBeGreaterThanOrEqual(12_000);
    expect(Math.max(...given)).toBeLessThan(32_768);
  });

  it('are such that something can listen there', async () => {
    const [port = 0] = await freePorts(1);
    const server = createServer().listen(port, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    expect((server.address() as AddressInfo).port).toBe(port);
    server.close();
  });
});
