import type { ActStep } from '#contracts';
import { ensureCollection, upsertAll, type Migration, type UpdateById } from '#mongo';
import type { ClientSession, mongo } from 'mongoose';

/** An act as facts that followed it name it: what is in no way about people. */
export type ActName = Pick<ActStep, 'id' | 'decision'>;

/** What is still to be done about one unit that an act changed. `_id` is the revision of the tree. */
export type FollowWork = {
  _id: number;
  unitId: string;
  act: ActName;
  /** When it is looked at next, by the clock of the database, and when after that. */
  due: Date;
  looks: Date[];
  /** Who looks at it now. */
  owner?: string;
};

const FOLLOW_WORK = 'tree_follow';
const AT_ONCE = new Date(0);
/**
 * A command that read the tree before the act may commit after a look. No transaction lives as long as this (MongoDB ends
 * it after 60 s), so the look after finds what it left.
 */
const AGAIN_MS = 90_000;

export const followWorkOf = (db: mongo.Db): mongo.Collection<FollowWork> => db.collection<FollowWork>(FOLLOW_WORK);

/** Creates the collection of what is to follow acts. */
export const followMigration = (id: number): Migration => ({
  id,
  name: 'what follows acts',
  async up(db) {
    const works = await ensureCollection(db, FOLLOW_WORK);
    // The worker: what is due.
    await works.createIndex({ due: 1 }, { name: 'due' });
  },
});

/**
 * Notes, in the transaction of the tree, which units an act changed: so a crash loses none. A change that is applied once
 * more (a tree was put back to an earlier one) is due once more, also where it is noted already.
 */
export async function noteToFollow(
  db: mongo.Db,
  session: ClientSession,
  changes: readonly { record: { id: string }; revision: number; act?: ActStep | undefined }[],
): Promise<void> {
  const now = Date.now();
  const works = changes.flatMap(({ record, revision, act }): UpdateById[] => {
    if (!act) return [];
    const { id, decision, effective } = act;
    const looks = laterLooks(effective, now);
    const work: Omit<FollowWork, '_id'> = { unitId: record.id, act: { id, decision }, due: AT_ONCE, looks };
    return [{ _id: revision, update: { $set: work, $unset: { owner: '' } } }];
  });
  await upsertAll(db, session, FOLLOW_WORK, works);
}

/** On the day of an act to come, since what is open is moved then; and after each look once more. */
function laterLooks(effective: string, now: number): Date[] {
  const begins = Date.parse(`${effective}T00:00:00+07:00`);
  const looks = begins > now ? [now + AGAIN_MS, begins, begins + AGAIN_MS] : [now + AGAIN_MS];
  return looks.map((at) => new Date(at));
}
