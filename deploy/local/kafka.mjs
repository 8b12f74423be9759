// Apache Kafka from its own jars: one node in KRaft mode, on loopback only.
import { createRequire } from 'node:module';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

import { cached, downloadTrouble } from './download.mjs';
import { ROOT } from './paths.mjs';
import { freePorts } from './ports.mjs';
import { lastWords, run } from './programs.mjs';
import { Trouble } from './trouble.mjs';

const VERSION = '4.3.0';
const OLDEST_JAVA = 17;
const OTHERWISE = 'start a container engine (Docker), or set KAFKA_BROKERS to a Kafka you have';

/** What a supervisor needs to run a broker that keeps its data in `folder`. `more`, `accounts` and `clusterId` are for tests. */
export async function kafkaPart({
  folder,
  port,
  logs,
  heapMb = 256,
  more = {},
  accounts = [],
  clusterId,
  say = console.log,
}) {
  await requireJava();
  const jars = await kafkaJars(logs, say);
  const data = join(folder, 'data');
  const settings = join(folder, 'server.properties');
  mkdirSync(folder, { recursive: true });
  const [controllerPort] = await freePorts(1);
  const added = Object.entries(more).map(([key, value]) => `${key}=${value}\n`);
  writeFileSync(settings, properties(data, port, controllerPort) + added.join(''));
  const java = ['-cp', join(jars, '*'), '-Dlog4j2.level=WARN', '-Dfile.encoding=UTF-8'];
  if (!existsSync(join(data, 'meta.properties'))) await format(java, settings, data, accounts, clusterId);
  return {
    name: 'kafka',
    port,
    command: 'java',
    args: [
      `-Xmx${heapMb}m`,
      '-Xms96m',
      '-XX:+UseSerialGC',
      '-XX:+ExitOnOutOfMemoryError',
      ...java,
      'kafka.Kafka',
      settings,
    ],
    cwd: folder,
    patienceMs: 90_000,
    ready: () => brokersAnswer([`127.0.0.1:${port}`]),
  };
}

async function requireJava() {
  const { code, output, missing } = await run('java', ['-version'], { timeoutMs: 30_000 });
  const found = Number(/version "(\d+)/.exec(output)?.[1] ?? 0);
  if (code === 0 && found >= OLDEST_JAVA) return;
  const what = missing || code !== 0 ? 'no working "java" was found' : `"java" is version ${found}`;
  throw new Trouble(
    `Kafka needs Java ${OLDEST_JAVA} or newer and ${what}: install it (Debian, Ubuntu: apt install openjdk-17-jre-headless), or ${OTHERWISE}.`,
  );
}

function kafkaJars(logs, say) {
  return cached(`kafka-${VERSION}`, async (draft) => {
    say(`Kafka ${VERSION}: downloading its jars through Maven (once)`);
    const pom = join(ROOT, 'deploy/local/kafka-pom.xml');
    const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${draft}`, '-DincludeScope=runtime'];
    const { code, output, missing } = await run('mvn', ['-B', '-ntp', '-f', pom, ...goal]);
    if (missing) {
      throw new Trouble(
        `Kafka's jars come through Maven and no "mvn" was found: install it (Debian, Ubuntu: apt install maven), or ${OTHERWISE}.`,
      );
    }
    if (code !== 0 || !existsSync(join(draft, `kafka_2.13-${VERSION}.jar`))) {
      throw downloadTrouble({
        what: 'Kafka',
        tool: 'Maven',
        from: 'Maven Central',
        mirror: '~/.m2/settings.xml',
        otherwise: OTHERWISE,
        output,
        log: join(logs, 'maven.log'),
      });
    }
  });
}

function properties(data, port, controllerPort) {
  return `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controllerPort}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs=${data}
num.partitions=1
auto.create.topics.enable=false
default.replication.factor=1
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
# The topics are the record from which everything can be rebuilt: nothing is ever dropped by age or size.
log.retention.ms=-1
log.retention.bytes=-1
`;
}

/** Random but for its first letter: one that begins with a dash is taken for an option. */
export const newClusterId = () => `L${randomBytes(16).toString('base64url').slice(1)}`;

async function format(java, settings, data, accounts, clusterId = newClusterId()) {
  const args = [...java, 'kafka.tools.StorageTool', 'format', '--cluster-id', clusterId, '--config', settings];
  args.push(...accounts.flatMap((account) => ['--add-scram', account]));
  const { code, output } = await run('java', args, { timeoutMs: 120_000 });
  if (code === 0) return;
  // Half a format would be taken for data at the next start.
  rmSync(data, { recursive: true, force: true });
  throw new Trouble(
    `Kafka's storage could not be prepared in ${data}: ${lastWords(output)}. Mend that and start again.`,
  );
}

/** Whether a Kafka answers as a cluster at one of these addresses. */
export function brokersAnswer(brokers, timeoutMs = 2_000) {
  return asAdmin(brokers, timeoutMs, async (admin) => (await admin.describeCluster()).brokers.length > 0);
}

/**
 * Whether consumer groups can be served. A new broker makes the topic behind them only when it is first asked for one, and
 * a service that comes in between would find no coordinator.
 */
export function groupsAnswer(brokers, timeoutMs = 5_000) {
  return asAdmin(brokers, timeoutMs, async (admin) => {
    await admin.fetchOffsets({ groupId: 'lien-cap.start' });
    return true;
  });
}

async function asAdmin(brokers, timeoutMs, question) {
  const { Kafka, logLevel } = createRequire(import.meta.url)('kafkajs');
  // One repetition: an admin's first question to a coordinator only fills its list of brokers.
  const limits = {
    connectionTimeout: timeoutMs,
    requestTimeout: timeoutMs,
    retry: { retries: 1, initialRetryTime: 100 },
  };
  const admin = new Kafka({ brokers, logLevel: logLevel.NOTHING, ...limits }).admin();
  try {
    await admin.connect();
    return await question(admin);
  } catch {
    // Not there, or not yet: that is the answer.
    return false;
  } finally {
    await admin.disconnect();
  }
}
