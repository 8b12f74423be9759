import { randomUUID } from 'node:crypto';
import { localDayOf } from '#calendar';
import { inTx } from '#http';
import { WorkLoop } from '#messaging';
import { Store } from '#mongo';
import { eventLogger } from '#observability';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { TreeReplica } from '../tree-replica.js';
import type { FollowWork } from './follow-log.js';
import { FollowWorks } from './follow-works.js';
import { Followers, type Follower } from './followers.js';

const LOOK_MS = 6_000;
const log = eventLogger('follow');

/**
 * Takes along what lay open at units that acts changed: a look after the other, each feature in turn, each fact in a
 * transaction of its own. A look that is cut off is made again from its start.
 */
@Injectable()
export class FollowWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #owner = randomUUID();
  readonly #loop = new WorkLoop({
    turn: () => this.turn(),
    lookMs: LOOK_MS,
    failed: (err) => log.warn({ event: 'follow.put-off', err }),
  });

  constructor(
    private readonly store: Store,
    private readonly works: FollowWorks,
    private readonly followers: Followers,
    private readonly trees: TreeReplica,
  ) {}

  onApplicationBootstrap(): void {
    this.store.onReady(() => this.#loop.start());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }

  /** One look at some units of one act. False: nothing is due. */
  async turn(): Promise<boolean> {
    if (!this.store.state.ok) return false;
    const works = await this.works.claim(this.#owner);
    if (works.length === 0) return false;
    let whole = true;
    for (const follower of this.followers.all) whole = (await this.#look(follower, works)) && whole;
    // What failed is tried again when the claim has run out.
    if (whole) await this.works.looked(works);
    return true;
  }

  async #look(follower: Follower, works: readonly FollowWork[]): Promise<boolean> {
    const { act } = works[0]!;
    let whole = true;
    for (const id of await follower.open(works.map(({ unitId }) => unitId))) {
      if (this.#loop.stopping) return false;
      try {
        await this.#take(follower, id, act);
      } catch (err) {
        whole = false;
        log.error({ event: 'follow.failed', err, fact: id, act: act.id });
      }
    }
    return whole;
  }

  async #take(follower: Follower, id: string, act: FollowWork['act']): Promise<void> {
    await inTx(this.store.connection, async (tx) => {
      const tree = await this.trees.current(tx.session);
      await follower.follow(tx, id, { act, tree, today: localDayOf(tx.now) });
    });
  }
}
