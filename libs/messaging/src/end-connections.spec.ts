import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { endWithLastAnswer } from './end-connections.js';

describe('a server that ends with its last answer', () => {
  let server: Server;
  const serve = async (answer: RequestListener): Promise<Socket> => {
    server = createServer(answer);
    server.keepAliveTimeout = 65_000;
    endWithLastAnswer(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    await once(server, 'connection');
    return client;
  };

  it('does not wait for a connection on which nothing was asked', async () => {
    const client = await serve((_, response) => response.end());
    client.resume();
    server.close();
    await Promise.all([once(server, 'close'), once(client, 'close')]);
    expect(client.destroyed).toBe(true);
  });

  it('waits for an answer under way, then for nothing more', async () => {
    const client = await serve((_, response) => {
      server.close();
      response.end('answered');
    });
    client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    let text = '';
    client.on('data', (chunk) => (text += String(chunk)));
    await Promise.all([once(server, 'close'), once(client, 'close')]);
    expect(text).toContain('answered');
  });
});
