// Where Kafka and MongoDB come from, each by itself: a given address, else a container engine, else native processes.
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { composeStop, composeUp, engineFault } from './engine.mjs';
import { brokersAnswer, groupsAnswer, kafkaPart } from './kafka.mjs';
import { mongodbPart, setFault, withDatabase } from './mongodb.mjs';
import { ensureFree } from './ports.mjs';
import { Trouble } from './trouble.mjs';

/**
 * Finds or starts both. `supervisor` runs the native ones; `engine: false` leaves containers out (tests).
 * Returns {brokers, mongodbUri, stop()}; `stop` ends containers it started (the supervisor ends its own parts).
 */
export async function findServers({
  home,
  logs,
  ports,
  supervisor,
  env = process.env,
  engine = true,
  faults = false,
  cacheGb,
  say,
}) {
  const wanted = { kafka: !env.KAFKA_BROKERS, mongodb: !env.MONGODB_URI };
  await Promise.all([wanted.kafka || checkBrokers(env.KAFKA_BROKERS), wanted.mongodb || checkSet(env.MONGODB_URI)]);
  const missing = Object.keys(wanted).filter((name) => wanted[name]);
  const fault = missing.length === 0 || !engine ? 'not asked' : await engineFault();
  if (missing.length > 0 && fault === null) {
    say(`Starting ${missing.join(' and ')} by Docker Compose`);
    await composeUp(missing, ports);
  } else if (missing.length > 0) {
    if (engine) say(`Starting ${missing.join(' and ')} as native processes (${fault})`);
    const make = { kafka: kafkaPart, mongodb: mongodbPart };
    const parts = [];
    for (const name of missing) {
      await ensureFree(name, ports[name]);
      parts.push(await make[name]({ folder: join(home, name), port: ports[name], logs, faults, cacheGb, say }));
    }
    await Promise.all(parts.map((part) => supervisor.start(part)));
  }
  const brokers = env.KAFKA_BROKERS || `127.0.0.1:${ports.kafka}`;
  await untilGroupsAnswer(brokers.split(','));
  return {
    brokers,
    mongodbUri: env.MONGODB_URI || `mongodb://127.0.0.1:${ports.mongodb}/?replicaSet=rs0`,
    stop: async () => {
      if (fault === null) await composeStop(missing, ports);
    },
  };
}

async function untilGroupsAnswer(brokers) {
  for (const until = Date.now() + 60_000; Date.now() < until; await pause(200)) {
    if (await groupsAnswer(brokers)) return;
  }
  throw new Trouble(
    'Kafka answers, but serves no consumer groups after 60 s: see its log, and check that offsets.topic.replication.factor is not above the number of brokers.',
  );
}

async function checkBrokers(brokers) {
  if (await brokersAnswer(brokers.split(','), 5_000)) return;
  throw new Trouble(
    `KAFKA_BROKERS is given and no Kafka answers there (${brokers}): start it, correct the address, or unset KAFKA_BROKERS to have one started.`,
  );
}

async function checkSet(uri) {
  withDatabase(uri, 'any');
  const fault = await setFault(uri);
  // The address itself may hold a password and is not repeated.
  if (fault)
    throw new Trouble(
      `MONGODB_URI is given and the MongoDB there ${fault}: start it, correct the address, or unset MONGODB_URI to have one started.`,
    );
}
