import { expandAct } from '#acts';
import { dayOf } from '#calendar';
import type { ServiceName } from '#contracts';
import { inTx } from '#http';
import { Outbox, WorkLoop } from '#messaging';
import { Store } from '#mongo';
import { eventLogger } from '#observability';
import { TreeReplica, type Tree } from '#tree';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { noteAnswered, unanswered, wholeAct, type HeardAct } from './act-checks.js';
import type { ImpactCounters, Touched } from './impact-counters.js';

/** Services that answer; the registry counts for itself. */
export type AnsweringService = Exclude<ServiceName, 'registry'>;

const LOOK_MS = 10_000;
/** While the tree here, or a part of the act, is still to come. */
const WAITING_MS = 1_000;
const log = eventLogger('impacts');

/** What the act touches, as expanded over the tree that is known here. */
export function touchedBy(tree: Tree, act: HeardAct): Touched {
  const { ends, records } = expandAct(tree, act);
  const again = act.revokes ? records.map(({ record }) => record.id) : [];
  const unitIds = [...new Set([...ends.map(({ unitId }) => unitId), ...again])];
  return { unitIds, effective: dayOf(act.effective) };
}

/**
 * Answers checks of acts, one after the other, once all parts have come and the tree here is as new as the one that the
 * act was checked by. Answered twice, it says the same.
 */
export class ImpactsWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop = new WorkLoop({
    turn: () => this.#look(),
    lookMs: () => (this.#waiting ? WAITING_MS : LOOK_MS),
    failed: (err) => log.warn({ event: 'impacts.put-off', err }),
  });

  /** There may be something to answer. */
  readonly ring = this.#loop.ring;
  /** What was asked cannot be answered yet. */
  #waiting = false;

  constructor(
    private readonly deps: {
      service: AnsweringService;
      store: Store;
      outbox: Outbox;
      trees: TreeReplica;
      counters: ImpactCounters;
    },
  ) {}

  onApplicationBootstrap(): void {
    this.deps.store.onReady(() => this.#loop.start());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }

  /** All that can be answered now. What cannot waits for the next look, so nothing more is to be done at once. */
  async #look(): Promise<boolean> {
    const { store } = this.deps;
    this.#waiting = false;
    if (store.state.ok)
      for (const actId of await unanswered(store.db))
        if (!this.#loop.stopping && !(await this.#answer(actId))) this.#waiting = true;
    return false;
  }

  /** False: not all of the act, or of the tree, has come. */
  async #answer(actId: string): Promise<boolean> {
    const { store, trees, counters, service, outbox } = this.deps;
    const act = await wholeAct(store.db, actId);
    if (!act) return false;
    const tree = await trees.current();
    if (tree.revision < act.treeRevision) return false;
    const counts = await counters.count(touchedBy(tree, act));
    await inTx(store.connection, async (tx) => {
      if (!(await noteAnswered(store.db, tx.session, act))) return;
      const data = { actId, check: act.check, treeRevision: tree.revision, counts };
      await outbox.add(tx, { type: `${service}.act-impact-found.v1`, data, uncounted: true });
    });
    return true;
  }
}
