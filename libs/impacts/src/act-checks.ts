import type { ActCheckedV1, ActContent } from '#contracts';
import { ensureCollection, type Migration } from '#mongo';
import type { ClientSession, mongo } from 'mongoose';

/** A part of an act that was checked, as heard: `_id` is `act/<id>/<part>`, `version` the number of the check. */
export type ActPartDocument = Omit<ActCheckedV1, 'check'> & {
  _id: string;
  version: number;
  hash: string;
  /** Of the first part: what it touches here was answered. */
  answered?: true;
};
export const ACT_CHECKS = 'act_checks';

/** An act as its newest check told it. */
export type HeardAct = ActContent & { check: number; treeRevision: number };

const partsOf = (db: mongo.Db): mongo.Collection<ActPartDocument> => db.collection<ActPartDocument>(ACT_CHECKS);

/** Creates the collection of acts that are being checked. */
export const actChecksMigration = (id: number): Migration => ({
  id,
  name: 'acts that are checked',
  async up(db) {
    const checks = await ensureCollection(db, ACT_CHECKS);
    // The parts of an act.
    await checks.createIndex({ actId: 1 });
  },
});

/** Adds what the worker looks for: first parts that are not answered. */
export const impactsMigration = (id: number): Migration => ({
  id,
  name: 'answers to checks of acts',
  up: async (db) => void (await db.collection(ACT_CHECKS).createIndex({ part: 1, answered: 1 }, { name: 'answered' })),
});

/** Acts whose newest check is not answered. */
export async function unanswered(db: mongo.Db): Promise<string[]> {
  const filter = { part: 1, answered: { $exists: false } };
  const found = await partsOf(db)
    .find(filter, { projection: { actId: 1 } })
    .toArray();
  return found.map(({ actId }) => actId);
}

/** The whole of an act; null while not all parts of its newest check have come. */
export async function wholeAct(db: mongo.Db, actId: string, session?: ClientSession): Promise<HeardAct | null> {
  const heard = await partsOf(db).find({ actId }, { session }).toArray();
  const check = Math.max(0, ...heard.map(({ version }) => version));
  const parts = heard.filter(({ version }) => version === check).sort((a, b) => a.part - b.part);
  const [first] = parts;
  if (!first || parts.length !== first.parts) return null;
  const { decision, effective, revokes, treeRevision } = first;
  const steps = parts.flatMap((part) => part.steps);
  return { actId, decision, effective, ...(revokes && { revokes }), steps, check, treeRevision };
}

/** Notes that a check was answered. False: a next one has come meanwhile. */
export async function noteAnswered(db: mongo.Db, session: ClientSession, act: HeardAct): Promise<boolean> {
  const first = { actId: act.actId, part: 1, version: act.check, answered: { $exists: false } };
  const { matchedCount } = await partsOf(db).updateOne(first, { $set: { answered: true } }, { session });
  return matchedCount > 0;
}
