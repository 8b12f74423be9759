// Kafka and MongoDB by Docker Compose, where an engine answers.
import { ROOT } from './paths.mjs';
import { lastWords, run } from './programs.mjs';
import { Trouble } from './trouble.mjs';

/** Why no container engine can be used, as the end of a sentence; null when one answers. */
export async function engineFault(timeoutMs = 8_000) {
  const info = await run('docker', ['info', '--format', '{{.ServerVersion}}'], { timeoutMs });
  if (info.missing) return 'no Docker here';
  if (info.code !== 0 || !/^\s*\d/.test(info.output)) return 'Docker is installed, but no engine answers';
  const compose = await run('docker', ['compose', 'version'], { timeoutMs });
  return compose.code === 0 ? null : 'Docker has no Compose plugin';
}

const compose = (args, ports) =>
  run('docker', ['compose', '--project-directory', ROOT, '--project-name', 'lien-cap', ...args], {
    env: { ...process.env, KAFKA_PORT: String(ports.kafka), MONGODB_PORT: String(ports.mongodb) },
    timeoutMs: 900_000,
  });

/** Starts the named services of docker-compose.yml and waits until they are healthy. */
export async function composeUp(names, ports) {
  const { code, output } = await compose(['up', '--detach', '--wait', ...names], ports);
  if (code === 0) return;
  // What did start would otherwise be started again and again by the engine.
  await composeStop(names, ports);
  throw new Trouble(
    `Docker Compose could not start ${names.join(' and ')} (${lastWords(output)}): mend that, or set KAFKA_BROKERS and MONGODB_URI to servers you have.`,
  );
}

export const composeStop = (names, ports) => compose(['stop', ...names], ports);

/** Removes the containers and their data. */
export const composeWipe = (ports) => compose(['down', '--volumes'], ports);
