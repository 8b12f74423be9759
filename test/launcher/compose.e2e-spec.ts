import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apart, endAll, evaluate, folder, outcome, pathWith, START } from './programs.js';

jest.setTimeout(90_000);
afterEach(endAll);

const ROOT = process.cwd();
const PROJECT = `compose --project-directory ${ROOT} --project-name lien-cap`;

/** A docker that notes what it is asked and on which ports, and answers `up` as told. Its engine and plugin answer. */
function fakeDocker({ up = ':', info = 'echo 28.2.2', plugin = ':' } = {}): { PATH: string; log: () => string[] } {
  const file = join(folder(), 'docker.log');
  writeFileSync(file, '');
  const script = `
echo "$* on $KAFKA_PORT $MONGODB_PORT" >> ${file}
case "$*" in
  info*) ${info};;
  "compose version") ${plugin};;
  *" up "*) ${up};;
esac`;
  return { PATH: pathWith(['sleep'], { docker: script }), log: () => readFileSync(file, 'utf8').trim().split('\n') };
}

const hostPort = (address = ''): string => /:(\d+)/.exec(address.replace(/^mongodb:\/\//, ''))?.[1] ?? '';
/** The servers of this test run stand for the containers: they listen where the containers would. */
const PORTS = { kafka: hostPort(process.env.KAFKA_BROKERS), mongodb: hostPort(process.env.MONGODB_URI) };

type Found = { said: string[]; brokers: string; mongodbUri: string };

/** What `npm start` makes of its surroundings: finds its servers, and stops what it started. */
async function findServers(env: Record<string, string>): Promise<Found> {
  const home = folder();
  const options = `{ home: '${home}', logs: '${home}', ports: { kafka: ${PORTS.kafka}, mongodb: ${PORTS.mongodb} }, say: (line) => said.push(line) }`;
  const steps = `const said = []; const found = await it.findServers(${options}); await found.stop(); return { said, ...found };`;
  return (await evaluate('servers.mjs', `(async () => { ${steps} })()`, env)) as Found;
}

/** The one line that npm start ends with, and everything it said. */
async function refused(PATH: string, args: string[] = []): Promise<{ line: string; output: string }> {
  const { code, output } = await outcome([START, '--once', ...args], await apart({ PATH }));
  const lines = output.split('\n').filter((line) => line.startsWith('✗ '));
  expect({ code, lines: lines.length, output }).toEqual({ code: 1, lines: 1, output });
  return { line: lines[0] ?? '', output };
}

const where = `on ${PORTS.kafka} ${PORTS.mongodb}`;

describe('npm start with a container engine', () => {
  it('starts Kafka and MongoDB alone by Compose, waits until they are healthy, and stops them', async () => {
    const { PATH, log } = fakeDocker({ up: 'sleep 1; echo healthy >> $0.log' });
    const found = await findServers({ PATH });
    expect(readFileSync(join(PATH, 'docker.log'), 'utf8')).toBe('healthy\n');
    expect(found.said).toEqual(['Starting kafka and mongodb by Docker Compose']);
    expect(found.brokers).toBe(`127.0.0.1:${PORTS.kafka}`);
    expect(found.mongodbUri).toBe(`mongodb://127.0.0.1:${PORTS.mongodb}/?replicaSet=rs0`);
    expect(log().slice(2)).toEqual([
      `${PROJECT} up --detach --wait kafka mongodb ${where}`,
      `${PROJECT} stop kafka mongodb ${where}`,
    ]);
  });

  it('starts only what was not given', async () => {
    const { PATH, log } = fakeDocker();
    await findServers({ PATH, KAFKA_BROKERS: `127.0.0.1:${PORTS.kafka}` });
    expect(log()[2]).toBe(`${PROJECT} up --detach --wait mongodb ${where}`);
    expect(log()[3]).toBe(`${PROJECT} stop mongodb ${where}`);
  });

  it('asks no engine when both are given', async () => {
    const { PATH, log } = fakeDocker();
    const { KAFKA_BROKERS = '', MONGODB_URI = '' } = process.env;
    await findServers({ PATH, KAFKA_BROKERS, MONGODB_URI });
    expect(log()).toEqual(['']);
  });

  it('says in one line which container did not become healthy, and stops what did start', async () => {
    const unhealthy = 'echo "container lien-cap-kafka-1 is unhealthy" >&2; exit 1';
    const { PATH, log } = fakeDocker({ up: unhealthy });
    const { line } = await refused(PATH);
    expect(line).toBe(
      '✗ Docker Compose could not start kafka and mongodb (container lien-cap-kafka-1 is unhealthy): mend that, or set KAFKA_BROKERS and MONGODB_URI to servers you have.',
    );
    expect(log().at(-1)).toMatch(/ stop kafka mongodb on \d+ \d+$/);
  });

  it('says in one line what the engine said, e.g. of a port that is taken or an image it cannot get', async () => {
    const { PATH } = fakeDocker({
      up: 'echo "Error response from daemon: pull access denied for mongo" >&2; exit 18',
    });
    expect((await refused(PATH)).line).toMatch(
      /^✗ Docker Compose could not start .* \(Error response from daemon: pull/,
    );
  });

  it('removes the data of the containers with --fresh', async () => {
    const { PATH, log } = fakeDocker({ up: 'exit 1' });
    await refused(PATH, ['--fresh']);
    expect(log()[2]).toMatch(/^compose .* down --volumes on \d+ \d+$/);
  });
});

describe('npm start without one goes on natively and says why', () => {
  const native = (why: string): RegExp =>
    new RegExp(`^Starting kafka and mongodb as native processes \\(${why}\\)$[^]*✗ Kafka needs Java`, 'm');

  it('where Docker is there and no engine answers', async () => {
    const { PATH, log } = fakeDocker({ info: 'echo "Cannot connect to the Docker daemon" >&2; exit 1' });
    expect((await refused(PATH)).output).toMatch(native('Docker is installed, but no engine answers'));
    expect(log()).toHaveLength(1);
  });

  it('where Docker has no Compose', async () => {
    const { PATH } = fakeDocker({ plugin: 'exit 1' });
    expect((await refused(PATH)).output).toMatch(native('Docker has no Compose plugin'));
  });

  it('where there is no Docker', async () => {
    expect((await refused(pathWith([]))).output).toMatch(native('no Docker here'));
  });
});
