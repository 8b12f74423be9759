import { accessSync, constants } from 'node:fs';
import { z } from 'zod';
import { text, variable } from './variable.js';

const MECHANISMS = ['none', 'plain', 'scram-sha-256', 'scram-sha-512'] as const;
export type SaslMechanism = (typeof MECHANISMS)[number];

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false; // absent or not ours: both are mended by whoever set the variable
  }
}

/** Looked at here, so that a wrong path ends the boot instead of every connection. */
const file = z
  .string()
  .refine((path) => path === '' || isReadable(path), 'is not a file that can be read') as z.ZodType<string, string>;
const anything = text(/^/, '');

const onOff = z.enum(['off', 'on'], 'must be off or on').transform((word) => word === 'on') as z.ZodType<
  boolean,
  string
>;

/** How a service proves to Kafka and MongoDB who it is, and makes sure of who they are. */
export const SECURITY_VARIABLES = {
  mongodbUriFile: variable('MONGODB_URI_FILE', '', file, 'file with the value of `MONGODB_URI`, instead of it'),
  mongodbTlsCaFile: variable(
    'MONGODB_TLS_CA_FILE',
    '',
    file,
    'certificates (PEM) that may have signed those of MongoDB; turns TLS on',
  ),
  mongodbTlsCertKeyFile: variable(
    'MONGODB_TLS_CERT_KEY_FILE',
    '',
    file,
    'certificate and key (one PEM file) shown to MongoDB; turns TLS on',
  ),
  kafkaTls: variable('KAFKA_TLS', 'off', onOff, 'on: speak TLS to Kafka'),
  kafkaTlsCaFile: variable(
    'KAFKA_TLS_CA_FILE',
    '',
    file,
    'certificates (PEM) that may have signed those of Kafka; none: the usual authorities',
  ),
  kafkaTlsCertFile: variable('KAFKA_TLS_CERT_FILE', '', file, 'certificate (PEM) shown to Kafka, with its key'),
  kafkaTlsKeyFile: variable('KAFKA_TLS_KEY_FILE', '', file, 'key (PEM) of that certificate'),
  kafkaSaslMechanism: variable(
    'KAFKA_SASL_MECHANISM',
    'none',
    z.enum(MECHANISMS, `must be one of ${MECHANISMS.join(', ')}`) as z.ZodType<SaslMechanism, string>,
    'how to sign in to Kafka: plain, scram-sha-256 or scram-sha-512',
  ),
  kafkaSaslUsername: variable('KAFKA_SASL_USERNAME', '', anything, 'name to sign in to Kafka with'),
  kafkaSaslPassword: variable('KAFKA_SASL_PASSWORD', '', anything, 'password of that name'),
  kafkaSaslPasswordFile: variable(
    'KAFKA_SASL_PASSWORD_FILE',
    '',
    file,
    'file with the value of `KAFKA_SASL_PASSWORD`, instead of it',
  ),
} as const;
