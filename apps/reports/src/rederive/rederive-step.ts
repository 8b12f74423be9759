import { parseRecord, shardOf, type KafkaRecord, type ReceivedEvent } from '#messaging';
import type { TopicName } from '#contracts';
import { inTransaction, type Store } from '#mongo';
import { eventLogger } from '#observability';
import type { TreeReplica } from '#tree';
import type { ClientSession } from 'mongoose';
import { writeCells } from '../figures/cells.js';
import type { Contribution } from '../figures/contribution.js';
import type { Derivation } from '../figures/derivation.js';
import { DERIVED_TYPES } from '../figures/derive.js';
import { readLedger, writeLedger, type Replacement } from '../figures/ledger.js';
import { cellsMoved, contributionOf, counters } from '../figures/replacement.js';
import type { ShardOfRules } from './rederivation.rules.js';

const log = eventLogger('rederivation');

export type Ground = { store: Store; replica: TreeReplica; derivation: Derivation; session: ClientSession };
/** Consecutive records of a partition, and the offset after the last. */
export type Part = { topic: TopicName; partition: number; records: readonly KafkaRecord[]; next: number };

/** Another process has taken over with newer rules. */
export class Superseded extends Error {}

/**
 * Derives the facts of some records anew, those of which exactly this version is stored as older rules made it; what came
 * since is of the new rules already. One transaction, with the shard's progress written **first**: facts that come meanwhile
 * write it too, last, so the two never mix; the other way round this would always lose. The fact's version stays, what
 * it replaces goes to the history with the time of its replacement: what was known until now was known by the old rules.
 */
export async function rederiveRecords({ store, replica, derivation, session }: Ground, part: Part): Promise<void> {
  const events = eventsOf(part);
  await inTransaction(
    store.connection,
    async (tx) => {
      const shard = await advance(store, tx, part, derivation.rules);
      const stored = await readLedger(store.db, tx, [...new Set(events.map(({ factId }) => factId))]);
      const time = new Date(Math.max(shard.time.getTime(), ...[...stored.values()].map(({ t }) => t.getTime() + 1)));
      const tree = await replica.at(tx, shard.treeRevision);
      const replacements = events.flatMap((event): Replacement[] => {
        const old = stored.get(event.factId);
        if (!old || !isStale(old, event, derivation.rules)) return [];
        const next = derivedAnew(derivation, event, { topic: part.topic, time, tree });
        return next ? [{ old, next: { ...next, was: old.rv } }] : [];
      });
      await writeLedger(store.db, tx, replacements);
      await writeCells(store.db, tx, shard._id, cellsMoved(replacements, tree));
      await store.db.collection<ShardOfRules>('progress').updateOne(
        { _id: shard._id },
        {
          $inc: { unplaced: counters(replacements).unplaced, 'rederive.facts': replacements.length },
          $max: { time },
        } as object,
        { session: tx },
      );
    },
    { session },
  );
}

const isStale = (old: Contribution, { version, hash }: ReceivedEvent, rules: number): boolean =>
  old.v === version && old.h === hash && old.rv < rules;

/** A fact that the new rules cannot derive stays as it is, and is told at the end as one that was left. */
function derivedAnew(...[derivation, event, at]: Parameters<typeof contributionOf>): Contribution | undefined {
  try {
    return contributionOf(derivation, event, at);
  } catch (err) {
    log.error({ event: 'rederivation.code-fault', fact: event.factId, version: event.version, err });
    return undefined;
  }
}

/** Each version of a fact once; what is no fact was put aside when it came. */
function eventsOf({ topic, records }: Part): ReceivedEvent[] {
  const events = new Map<string, ReceivedEvent>();
  for (const record of records) {
    const parsed = parseRecord(topic, record);
    if (parsed.kind === 'fact' && DERIVED_TYPES.includes(parsed.event.type))
      events.set(`${parsed.event.factId} ${parsed.event.version} ${parsed.event.hash}`, parsed.event);
  }
  return [...events.values()];
}

async function advance(
  { db }: Store,
  session: ClientSession,
  { topic, partition, next }: Part,
  rules: number,
): Promise<ShardOfRules> {
  const _id = shardOf(topic, partition);
  const time = { $max: ['$$NOW', { $add: ['$time', 1] }] };
  const far = { $min: [next, '$rederive.until'] };
  const shard = await db
    .collection<ShardOfRules>('progress')
    .findOneAndUpdate(
      { _id, rules, rederive: { $exists: true } },
      [{ $set: { time, seq: { $add: ['$seq', 1] }, 'rederive.next': { $max: ['$rederive.next', far] } } }],
      { session, returnDocument: 'after' },
    );
  if (!shard) throw new Superseded(`${_id} is no longer derived anew by rules ${rules}`);
  return shard;
}
