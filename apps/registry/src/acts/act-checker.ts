import { MOST_VERBS_TOLD, type ActCheckedV1, type ActVerb } from '#contracts';
import { inTx, type Tx } from '#http';
import { Outbox } from '#messaging';
import { TreeReplica } from '#tree';
import { Injectable } from '@nestjs/common';
import type { ActDocument } from './act.js';
import { ActJudge } from './act-judge.js';
import { ActsStore } from './acts.store.js';

/** Verbs of one event, in characters of JSON; the broker takes a megabyte. */
const MOST_TOLD_AT_ONCE = 400_000;

/** Judges an act that is to be checked, and asks the other services what they say. */
@Injectable()
export class ActChecker {
  constructor(
    private readonly acts: ActsStore,
    private readonly judge: ActJudge,
    private readonly trees: TreeReplica,
    private readonly outbox: Outbox,
  ) {}

  async check(act: ActDocument): Promise<void> {
    const { found, verbs, steps, moves } = await this.judge.judge(act, await this.trees.current());
    const sound = found.faultCount === 0;
    if (sound) await this.acts.keep(act._id, { ...(act.revokes !== null && { verbs }), steps, moves });
    await inTx(this.acts.store.connection, async (tx) => {
      const same = { _id: act._id, check: act.check, state: 'checking' as const, found: null };
      const changes = { found, state: sound ? ('checking' as const) : ('faulty' as const), verbs: verbs.length };
      const { matchedCount } = await this.acts.acts.updateOne(same, { $set: changes }, { session: tx.session });
      if (matchedCount > 0 && sound) await this.#ask(tx, act, found.treeRevision, verbs);
    });
  }

  async #ask(tx: Tx, act: ActDocument, treeRevision: number, verbs: readonly ActVerb[]): Promise<void> {
    const { _id: actId, decision, effective, revokes, check } = act;
    const parts = partsOf(verbs);
    const told = { actId, decision, effective, ...(revokes !== null && { revokes }), check, treeRevision };
    await this.outbox.addAll(
      tx,
      parts.map((steps, at) => ({
        type: 'registry.act-checked.v1' as const,
        data: { ...told, part: at + 1, parts: parts.length, steps } satisfies ActCheckedV1,
        key: actId,
      })),
    );
  }
}

/** In order, none too large for an event; one at least. */
export function partsOf(verbs: readonly ActVerb[], most = MOST_TOLD_AT_ONCE): ActVerb[][] {
  const parts: ActVerb[][] = [[]];
  let size = 0;
  for (const verb of verbs) {
    const length = JSON.stringify(verb).length;
    const last = parts.at(-1) as ActVerb[];
    if (last.length > 0 && (last.length === MOST_VERBS_TOLD || size + length > most)) {
      parts.push([verb]);
      size = length;
    } else {
      last.push(verb);
      size += length;
    }
  }
  return parts;
}
