// Loads the demo into a system that is up, and proves it, as npm start does: for a system that something else started
// (docker compose --profile demo run --rm demo). Ends with 0 when everything held.
import { loadDemo } from './load.mjs';
import { runProof } from './proof.mjs';

const USUAL = { registry: 3001, meetings: 3002, inspection: 3003, reports: 3004, issuer: 3005 };

const addresses = Object.entries(USUAL).map(([name, port]) => [
  name,
  process.env[`${name.toUpperCase()}_URL`] || `http://127.0.0.1:${port}`,
]);
const where = { ...Object.fromEntries(addresses), log: (line) => console.log(line) };

await loadDemo(where);
const { ok, lines } = await runProof(where);
for (const line of lines) console.log(line);
process.exitCode = ok ? 0 : 1;
