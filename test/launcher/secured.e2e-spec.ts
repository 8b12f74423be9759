import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, spawnService, type ManagedProcess } from '#testing';
import { begin, endAll, folder, type Running } from './programs.js';

jest.setTimeout(120_000);

const PASSWORD = 'pass-of-test-7c1f';
const WRONG = 'wrong-of-test-2b9e';

/** What /health/ready says is wrong, by part. */
async function complaints({ url }: ManagedProcess): Promise<Record<string, { reason?: string }>> {
  const answer = await fetch(`${url}/health/ready`);
  return ((await answer.json()) as { error: Record<string, { reason?: string }> }).error;
}

describe('a service, with a Kafka and a MongoDB that want certificates and passwords', () => {
  const place = folder();
  const file = (name: string): string => join(place, name);
  const services: ManagedProcess[] = [];
  let servers: Running;
  let ports: { kafka: number; mongodb: number };

  beforeAll(async () => {
    const fixture = join(__dirname, 'fixtures/secured.mjs');
    servers = begin(process.execPath, [fixture, place, PASSWORD]);
    await servers.said('{"kafka"', 90_000);
    ports = JSON.parse(servers.output()) as typeof ports;
  });
  afterAll(async () => {
    await Promise.all(services.map((service) => service.kill()));
    endAll();
    await servers.ended;
  });

  async function start(database: string, password: string, sasl: string): Promise<ManagedProcess> {
    writeFileSync(
      file(`${database}.uri`),
      `mongodb://lien-cap:${password}@127.0.0.1:${ports.mongodb}/${database}?replicaSet=rs0&authSource=admin\n`,
    );
    writeFileSync(file(`${database}.password`), `${password}\n`);
    const service = await spawnService('meetings', {
      KAFKA_BROKERS: `127.0.0.1:${ports.kafka}`,
      KAFKA_TLS: 'on',
      KAFKA_TLS_CA_FILE: file('ca.pem'),
      KAFKA_TLS_CERT_FILE: file('cert.pem'),
      KAFKA_TLS_KEY_FILE: file('key.pem'),
      KAFKA_SASL_MECHANISM: sasl,
      KAFKA_SASL_USERNAME: 'lien-cap',
      KAFKA_SASL_PASSWORD_FILE: file(`${database}.password`),
      MONGODB_URI: '',
      MONGODB_URI_FILE: file(`${database}.uri`),
      MONGODB_TLS_CA_FILE: file('ca.pem'),
      MONGODB_TLS_CERT_KEY_FILE: file('pair.pem'),
    });
    services.push(service);
    return service;
  }

  it.each(['scram-sha-512', 'plain'])('gets ready with the right ones (%s)', async (mechanism) => {
    const service = await start(`meetings_${mechanism.slice(0, 5)}`, PASSWORD, mechanism);
    await service.ready(60_000);
    await service.stop();
    expect(service.lines.join('\n')).not.toContain(PASSWORD);
  });

  it('is refused with a wrong password, says by whom and why, and shows no secret', async () => {
    const service = await start('meetings_wrong', WRONG, 'scram-sha-512');
    await eventually(
      async () => {
        const { mongodb, kafka } = await complaints(service);
        expect(mongodb?.reason).toBe('MongoDB is not connected: Authentication failed.');
        expect(kafka?.reason).toMatch(/^Kafka: SASL SCRAM SHA512 authentication failed: .*invalid credentials/i);
        return true;
      },
      { timeoutMs: 60_000 },
    );
    const said = service.logs().map(({ event, reason }) => `${String(event)}: ${String(reason)}`);
    expect(said).toContain('store.not-opened: Authentication failed.');
    expect(
      service.lines.some(
        (line) => line.includes('"event":"topics.not-set-up"') && line.includes('authentication failed'),
      ),
    ).toBe(true);
    await service.stop();
    expect(service.lines.join('\n')).not.toMatch(new RegExp(`${WRONG}|${PASSWORD}`));
  });
});
