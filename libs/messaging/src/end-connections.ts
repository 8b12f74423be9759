import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Lets a server end as soon as its last request is answered. Node's own close ends the connections that are idle at
 * that moment, yet waits a minute for those opened ahead of a request (browsers and fetch do that) and for those whose
 * last answer was still under way, as of a stream.
 */
export function endWithLastAnswer(server: Server): void {
  const waiting = new Set<Socket>();
  let closing = false;
  server.on('connection', (socket) => {
    waiting.add(socket);
    socket.once('close', () => waiting.delete(socket));
  });
  // First, so that a request counts before anything is done about it.
  server.prependListener('request', ({ socket }, response) => {
    waiting.delete(socket);
    response.once('close', () => {
      if (closing) socket.destroySoon();
      else if (!socket.destroyed) waiting.add(socket);
    });
  });
  const close = server.close.bind(server);
  server.close = (done) => {
    closing = true;
    close(done);
    for (const socket of waiting) socket.destroySoon();
    return server;
  };
}
