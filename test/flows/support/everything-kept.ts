import mongoose, { mongo } from 'mongoose';
import type { System } from '#testing';

/**
 * Where personal data and free text live: with their owner, under the right to the people or to texts. Every other
 * collection of every service must be free of them; one that is new is searched until it is named here.
 */
export const MAY_HOLD: Readonly<Record<string, readonly string[]>> = {
  registry: ['members', 'member_versions', 'liaisons', 'liaisons_versions', 'offices_versions', 'acts', 'act_versions'],
  meetings: [
    'meeting_versions',
    'meeting_minutes',
    'resolutions',
    'resolutions_versions',
    'opinions',
    'opinions_versions',
    'sessions',
    'sessions_versions',
    'scores',
    'scores_versions',
    'meeting_visits_versions',
    'visit_plans_versions',
  ],
  inspection: ['cases', 'case_versions'],
  reports: ['reports', 'report_versions'],
};

/** A stored document as text; without the bytes of a dead letter, which are those of whoever produced the record. */
export type Kept = { database: string; collection: string; text: string };

const textOf = (value: object): string => mongo.BSON.EJSON.stringify(value, { relaxed: true });

export async function everythingKept(system: System): Promise<Kept[]> {
  const kept: Kept[] = [];
  for (const [database, { uri }] of Object.entries(system.databases)) {
    const connection = await mongoose.createConnection(uri).asPromise();
    try {
      for (const { name: collection } of await connection.db!.listCollections().toArray())
        for await (const found of connection.db!.collection(collection).find()) {
          const { raw: _bytes, ...shown } = found;
          kept.push({ database, collection, text: textOf(collection === 'dead_letters' ? shown : found) });
        }
    } finally {
      await connection.close();
    }
  }
  return kept;
}
