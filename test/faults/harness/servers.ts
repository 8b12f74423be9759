import { join } from 'node:path';
import { eventually } from '#testing';
import mongoose from 'mongoose';
import { kafkaPart, newClusterId } from '../../../deploy/local/kafka.mjs';
import { mongodbPart } from '../../../deploy/local/mongodb.mjs';
import { freePorts } from '../../../deploy/local/ports.mjs';
import type { Part } from '../../../deploy/local/supervisor.mjs';
import { disk } from './disk.js';

/** A broker or a member of the replica set, with the folder that is its disk. */
export type Server = { name: string; kind: 'kafka' | 'mongodb'; port: number; folder: string; part: Part };
type Wanted = { home: string; logs: string; count: number };

const { MongoClient } = mongoose.mongo;
const DISK_MB = { kafka: 400, mongodb: 700 };
const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);

/** Brokers that are controllers too, small enough for one machine. */
export async function brokerParts({ home, logs, count }: Wanted): Promise<Server[]> {
  const clusterId = newClusterId();
  const ports = await freePorts(2 * count);
  const voters = numbers(count).map((id) => `${id}@127.0.0.1:${ports[count + id - 1]}`);
  const copies = Math.min(3, count);
  return Promise.all(
    numbers(count).map(async (id) => {
      const [port = 0, controller = 0] = [ports[id - 1], ports[count + id - 1]];
      const more = {
        'node.id': id,
        'controller.quorum.voters': voters.join(),
        listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`,
        'offsets.topic.replication.factor': copies,
        'default.replication.factor': copies,
        'min.insync.replicas': copies > 1 ? 2 : 1,
        'unclean.leader.election.enable': 'false',
        // A broker that is gone is noticed within the seconds that a round lasts.
        'broker.session.timeout.ms': 3_000,
        'broker.heartbeat.interval.ms': 500,
        'replica.lag.time.max.ms': 4_000,
        'log.segment.delete.delay.ms': 1_000,
      };
      const name = `kafka-${id}`;
      const folder = disk(join(home, name), DISK_MB.kafka);
      const part = await kafkaPart({ folder, port, logs, heapMb: 256, more, clusterId });
      return { name, kind: 'kafka' as const, port, folder, part: { ...part, name } };
    }),
  );
}

export async function memberParts({ home, logs, count }: Wanted): Promise<Server[]> {
  const ports = await freePorts(count);
  return Promise.all(
    ports.map(async (port, at) => {
      const name = `mongodb-${at + 1}`;
      const folder = disk(join(home, name), DISK_MB.mongodb);
      const part = await mongodbPart({ folder, port, logs, faults: true });
      return { name, kind: 'mongodb' as const, port, folder, part: { ...part, name, ready: () => answers(port) } };
    }),
  );
}

async function answers(port: number): Promise<boolean> {
  try {
    await ofMember(port, (admin) => admin.command({ hello: 1 }));
    return true;
  } catch {
    return false; // not yet
  }
}

/** Asks one member, whatever it is in the set. @throws when it does not answer */
export async function ofMember<T>(port: number, work: (admin: mongoose.mongo.Db) => Promise<T>): Promise<T> {
  const limits = { serverSelectionTimeoutMS: 2_000, connectTimeoutMS: 2_000, socketTimeoutMS: 5_000 };
  const client = new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, limits);
  try {
    return await work(client.db('admin'));
  } finally {
    await client.close();
  }
}

/** Makes the members one set that notices within two seconds that its primary is gone. */
export async function initiate(hosts: readonly string[]): Promise<void> {
  const members = hosts.map((host, _id) => ({ _id, host, priority: _id === 0 ? 2 : 1 }));
  const settings = { electionTimeoutMillis: 2_000, heartbeatIntervalMillis: 500, heartbeatTimeoutSecs: 2 };
  const port = Number(hosts[0]!.split(':')[1]);
  await ofMember(port, (admin) => admin.command({ replSetInitiate: { _id: 'rs0', members, settings } }));
  await eventually(async () => (await primaryOf(hosts.map((host) => Number(host.split(':')[1])))) !== null, {
    timeoutMs: 60_000,
    everyMs: 200,
  });
}

/** The port of the member that takes writes, or null while there is none. */
export async function primaryOf(ports: readonly number[]): Promise<number | null> {
  const said = await Promise.all(
    ports.map(async (port) => {
      const hello = await ofMember(port, (admin) => admin.command({ hello: 1 })).catch(() => null);
      return hello?.isWritablePrimary === true ? port : null;
    }),
  );
  return said.find((port) => port !== null) ?? null;
}
