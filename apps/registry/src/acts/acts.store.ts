import { Refusal, type ActVerb } from '#contracts';
import type { Tx } from '#http';
import { Store } from '#mongo';
import { Injectable } from '@nestjs/common';
import type { ClientSession, mongo } from 'mongoose';
import {
  ACT_MOVES,
  ACT_RECORDS,
  ACT_STEPS,
  ACT_VERBS,
  ACT_VERSIONS,
  ACTS,
  type ActDocument,
  type ActVersion,
  type ChangedRecord,
  type MoveDocument,
  type PeopleMove,
  type StepDocument,
  type VerbDocument,
} from './act.js';

const AT_ONCE = 1_000;
/** Who did what to an act, kept with its version. */
export type ActDeed = { did: string; actor: string; reason: string | null };

/** Acts as stored, with their verbs and what checks made of them. */
@Injectable()
export class ActsStore {
  constructor(readonly store: Store) {}

  get acts(): mongo.Collection<ActDocument> {
    return this.store.db.collection<ActDocument>(ACTS);
  }
  get verbs(): mongo.Collection<VerbDocument> {
    return this.store.db.collection<VerbDocument>(ACT_VERBS);
  }
  get steps(): mongo.Collection<StepDocument> {
    return this.store.db.collection<StepDocument>(ACT_STEPS);
  }
  get moves(): mongo.Collection<MoveDocument> {
    return this.store.db.collection<MoveDocument>(ACT_MOVES);
  }
  get records(): mongo.Collection<ChangedRecord> {
    return this.store.db.collection<ChangedRecord>(ACT_RECORDS);
  }
  get versions(): mongo.Collection<ActVersion> {
    return this.store.db.collection<ActVersion>(ACT_VERSIONS);
  }

  /** @throws Refusal `no-such-reorganisation` (404) */
  async get(id: string, session?: ClientSession): Promise<ActDocument> {
    const act = await this.acts.findOne({ _id: id }, { session });
    if (!act) throw new Refusal('not-found', 'no-such-reorganisation');
    return act;
  }

  /** Saves what a person made of an act, with its version. */
  async save({ session, now }: Tx, act: ActDocument, { did, actor, reason }: ActDeed): Promise<void> {
    const { _id: actId, version, state } = act;
    if (version === 1) await this.acts.insertOne(act, { session });
    else await this.acts.replaceOne({ _id: actId, version: version - 1 }, act, { session });
    await this.versions.insertOne(
      { _id: `${actId}/${version}`, actId, version, did, actor, at: now, reason, state },
      { session },
    );
  }

  async addVerbs({ session }: Tx, actId: string, first: number, verbs: readonly ActVerb[]): Promise<void> {
    if (first === 0) await this.verbs.deleteMany({ actId }, { session });
    if (verbs.length === 0) return;
    const rows = verbs.map((verb, at) => ({ _id: `${actId}/${first + at}`, actId, n: first + at, verb }));
    await this.verbs.insertMany(rows, { session });
  }

  async verbsOf(actId: string): Promise<ActVerb[]> {
    const rows = await this.verbs.find({ actId }).sort({ n: 1 }).toArray();
    return rows.map(({ verb }) => verb);
  }

  /** What the check made of it, instead of what an earlier one did. Not in one transaction: only the check's end makes it count. */
  async keep(
    actId: string,
    made: {
      verbs?: readonly ActVerb[];
      steps: readonly Pick<StepDocument, 'before' | 'record'>[];
      moves: readonly PeopleMove[];
    },
  ): Promise<void> {
    if (made.verbs) {
      const verbs = made.verbs.map((verb, n) => ({ _id: `${actId}/${n}`, actId, n, verb }));
      await replaceAll(this.verbs, actId, verbs);
    }
    const steps = made.steps.map(({ before, record }, at) => ({
      _id: `${actId}/${at + 1}`,
      actId,
      k: at + 1,
      before,
      record,
    }));
    await replaceAll(this.steps, actId, steps);
    await replaceAll(
      this.moves,
      actId,
      made.moves.map((move, at) => ({ _id: `${actId}/${at + 1}`, actId, n: at + 1, move })),
    );
  }
}

async function replaceAll<T extends { _id: string; actId: string }>(
  collection: mongo.Collection<T>,
  actId: string,
  rows: readonly mongo.OptionalUnlessRequiredId<T>[],
): Promise<void> {
  await collection.deleteMany({ actId } as mongo.Filter<T>);
  for (let at = 0; at < rows.length; at += AT_ONCE) await collection.insertMany(rows.slice(at, at + AT_ONCE));
}
