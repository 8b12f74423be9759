import type { EventType, ServiceName } from '#contracts';
import type { KafkaSecurity } from './kafka/security.js';

export type MessagingOptions = {
  service: ServiceName;
  /** host:port of brokers to start from. */
  brokers: readonly string[];
  /** TLS and sign-in; nothing: neither. */
  security?: KafkaSecurity;
  /** Prepended to every topic and group id; tests isolate themselves with it. */
  topicPrefix: string;
  replication: number;
  /** Life of the relay's lease in milliseconds. */
  leaseMs: number;
  /** Event types the service publishes: an unregistered one, or another service's, stops the boot. */
  publishes?: readonly EventType[];
  /** Where a broker's address really is, for a proxy between this process and the broker (tests). */
  redirect?: (address: { host: string; port: number }) => { host: string; port: number };
};

export const MESSAGING_OPTIONS = Symbol('MESSAGING_OPTIONS');
