// Jest globalSetup: the Kafka, MongoDB and issuer of the test run. Jest calls it once however many projects name it.
import { startTestServers } from '../deploy/local/test-servers.mjs';

export default async function setup() {
  await startTestServers();
}
