import { derivedUuid } from '#http';
import { inTransaction, type Store } from '#mongo';
import { newRebuild, rebuildsOf } from '../rebuild/rebuild.js';
import { DERIVED_TOPICS, type ShardOfRules } from './rederivation.rules.js';

/** The cells of new rules are rebuilt once every fact is derived: until then nobody begins. */
export const NOT_YET = new Date('9999-12-31T00:00:00Z');

export const rebuildOfRules = (rules: number): string => derivedUuid(`rules/${rules}`);

/**
 * Makes these rules those of the figures, if the figures are of older ones: in one transaction every progress document
 * (so that whoever works by the old rules fails at its last write, and refuses from then on), how far each shard has to be
 * read again, and the rebuild of cells that comes after it. Answers whether it did.
 */
export function takeOver(store: Store, rules: number): Promise<boolean> {
  return inTransaction(store.connection, async (session) => {
    const shards = store.db.collection<ShardOfRules>('progress');
    const older = { rules: { $lt: rules } };
    const before = await shards.findOne(older, { session, projection: { rules: 1 } });
    if (!before || (await shards.findOne({ rules: { $gt: rules } }, { session, projection: { _id: 1 } }))) return false;
    const onward = { rules, seq: { $add: ['$seq', 1] }, time: { $max: ['$$NOW', { $add: ['$time', 1] }] } };
    const again = { next: { $literal: 0 }, until: '$next', facts: { $literal: 0 } };
    await shards.updateMany(
      { ...older, topic: { $in: [...DERIVED_TOPICS] } },
      [{ $set: { ...onward, rederive: again } }],
      {
        session,
      },
    );
    await shards.updateMany(older, [{ $set: onward }], { session });
    const rebuilds = rebuildsOf(store.db);
    const at = new Date();
    // Of rules that were overtaken before they were through.
    await rebuilds.updateMany(
      { open: true, reason: 'rules' },
      { $set: { state: 'cancelled', finishedAt: at }, $unset: { open: '' } },
      { session },
    );
    const all = { unitId: null, from: null, to: null, by: null, notBefore: NOT_YET };
    await rebuilds.insertOne(newRebuild({ id: rebuildOfRules(rules), reason: 'rules', rules, ...all, at }), {
      session,
    });
    return true;
  });
}
