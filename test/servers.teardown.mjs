// Jest globalTeardown: ends what the set-up started, and nothing else.
import { stopTestServers } from '../deploy/local/test-servers.mjs';

export default async function teardown() {
  await stopTestServers();
}
