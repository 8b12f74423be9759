// The local OpenID Connect issuer: demo people, a login page without passwords, and a one-line token for curl. It says who
// somebody is to services of this machine, so it listens on loopback only and refuses to be a production issuer.
import { createServer } from 'node:http';

import { readSettings } from './settings.mjs';

// oidc-provider reports its defaults and "Node 22 recommended" on the console at every start; none of it is news to whoever
// runs the demo. Its faults are answered over HTTP and arrive at 'server_error' below.
console.info = () => {};
console.warn = () => {};

const settings = readSettings(process.env);
// Imported late, so that the line above comes first.
const { localIssuer } = await import('./provider.mjs');
const { handle } = await localIssuer(settings);

const server = createServer(handle);
server.on('error', (error) => {
  const why =
    error.code === 'EADDRINUSE' ? `port ${settings.port} is taken; set ISSUER_PORT to another` : error.message;
  process.stderr.write(`issuer cannot start: ${why}\n`);
  process.exit(1);
});
server.listen(settings.port, settings.host, () => process.stdout.write(`issuer: ${settings.issuer}\n`));

for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    server.close(() => process.exit(0));
    server.closeAllConnections();
  });
