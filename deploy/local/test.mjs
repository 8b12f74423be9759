// npm test: installs and builds when needed, starts Kafka, MongoDB and the issuer once (test/servers.setup.mjs), runs the
// tiers, and ends with one line of counts. Arguments go to jest; --browser runs the browser tier instead of the others.
import { nodeRefusal } from './node-version.mjs';

const refusal = nodeRefusal(process.version);
if (refusal) {
  console.error(`✗ ${refusal}`);
  process.exit(1);
}
const { main } = await import('./test-run.mjs');
process.exitCode = await main(process.argv.slice(2));
