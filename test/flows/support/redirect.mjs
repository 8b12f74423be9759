// Preloaded into a service of a test (NODE_OPTIONS=--import): connections to one port of this machine go to another,
// where a proxy can take the server behind it away. Addresses that a broker or a replica set advertises are covered too.
// TEST_REDIRECT holds pairs like 19092>40001, with commas between.
import net from 'node:net';

const ports = new Map((process.env.TEST_REDIRECT ?? '').split(',').map((pair) => pair.split('>').map(Number)));
const connect = net.Socket.prototype.connect;

net.Socket.prototype.connect = function redirected(...args) {
  const options = Array.isArray(args[0]) ? args[0][0] : args[0];
  const port = ports.get(Number(options?.port));
  if (port) options.port = port;
  return connect.apply(this, args);
};
