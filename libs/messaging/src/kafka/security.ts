import { readFileSync } from 'node:fs';
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import type { CommonEnv } from '#http';
import type { KafkaConfig } from 'kafkajs';

export type KafkaSecurity = Pick<KafkaConfig, 'ssl' | 'sasl'>;

const KEEP_ALIVE_MS = 60_000;

/** TLS and sign-in as the environment names them. Files are read here, at boot: a new certificate needs a restart. */
export const kafkaSecurity = (env: CommonEnv): KafkaSecurity => ({ ...tlsOf(env), ...signInOf(env) });

function tlsOf({ kafkaTls, kafkaTlsCaFile, kafkaTlsCertFile, kafkaTlsKeyFile }: CommonEnv): KafkaSecurity {
  if (!kafkaTls) return {};
  const files = { ca: kafkaTlsCaFile, cert: kafkaTlsCertFile, key: kafkaTlsKeyFile };
  const given = Object.entries(files).filter(([, path]) => path !== '');
  // An empty object would be "no TLS" to kafkajs.
  return {
    ssl: { rejectUnauthorized: true, ...Object.fromEntries(given.map(([as, path]) => [as, readFileSync(path)])) },
  };
}

function signInOf({ kafkaSaslMechanism, kafkaSaslUsername, kafkaSaslPassword }: CommonEnv): KafkaSecurity {
  const who = { username: kafkaSaslUsername, password: kafkaSaslPassword };
  // One by one: kafkajs types each mechanism apart.
  switch (kafkaSaslMechanism) {
    case 'plain':
      return { sasl: { mechanism: 'plain', ...who } };
    case 'scram-sha-256':
      return { sasl: { mechanism: 'scram-sha-256', ...who } };
    case 'scram-sha-512':
      return { sasl: { mechanism: 'scram-sha-512', ...who } };
    default:
      return {};
  }
}

/** A socket as kafkajs's own factory opens it, to an address that may have been redirected. */
export function openSocket(
  address: { host: string; port: number },
  ssl: ConnectionOptions | undefined,
  onConnect: () => void,
): Socket {
  // Node refuses an address as the name of a server: certificates for addresses are checked by `host`.
  const name = isIP(address.host) ? {} : { servername: address.host };
  const socket = ssl ? connectTls({ ...address, ...name, ...ssl }, onConnect) : connectPlain(address, onConnect);
  return socket.setKeepAlive(true, KEEP_ALIVE_MS);
}
