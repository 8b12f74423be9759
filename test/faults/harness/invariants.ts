import { setTimeout as pause } from 'node:timers/promises';
import type { HttpClient } from '#testing';
import { Random } from '../../flows/support/random.js';
import { monthOf } from '../../oracles/periods.js';
import type { World } from '../../flows/support/world.js';
import type { Cluster } from './cluster.js';

type Figure = { measure: string; value: number | null };
type Answer = { figures: Figure[]; rows?: { figures: Figure[] }[]; next?: string | null };

/** Measures that add over units and over days. */
const ADDING = ['meetings.held', 'meetings.minutes', 'attendance.present', 'cases.opened', 'members.admitted'];

const valueIn = (figures: readonly Figure[], measure: string): number =>
  figures.find((figure) => figure.measure === measure)?.value ?? 0;

/** What must hold in every instant, looked at each second while faults go on. */
export class Invariants {
  readonly broken: string[] = [];
  looks = 0;
  #on = true;
  #running: Promise<void> | null = null;
  /** Null while the store is being put back. */
  #seqs: Map<string, number> | null = new Map();
  readonly #random: Random;

  constructor(
    private readonly cluster: Cluster,
    private readonly world: World,
    private readonly reports: HttpClient,
    seed: number,
  ) {
    this.#random = new Random(seed);
  }

  start(): void {
    this.#running = this.#watch();
  }

  /** The store is put back to an earlier state on purpose. */
  async forgetting(putBack: () => Promise<void>): Promise<void> {
    this.#seqs = null;
    try {
      await putBack();
    } finally {
      this.#seqs = new Map();
    }
  }

  async stop(): Promise<void> {
    this.#on = false;
    await this.#running;
  }

  async #watch(): Promise<void> {
    while (this.#on) {
      // A part that is away is no broken invariant: the next look will tell.
      await Promise.allSettled([this.#progress(), this.#sums('child'), this.#sums('day')]);
      this.looks++;
      await pause(1_000);
    }
  }

  async #progress(): Promise<void> {
    const before = this.#seqs;
    if (!before) return;
    const shards = await this.cluster.databases
      .of('reports')
      .collection<{ _id: string; seq: number }>('progress')
      .find({}, { projection: { seq: 1 } })
      .toArray();
    if (before !== this.#seqs) return; // forgotten while it was read
    for (const { _id, seq } of shards) {
      if (seq < (before.get(_id) ?? 0)) this.broken.push(`${_id}: seq went from ${before.get(_id)} to ${seq}`);
      before.set(_id, seq);
    }
  }

  /** One answer is of one snapshot: the whole must be the sum of its rows. */
  async #sums(by: 'child' | 'day'): Promise<void> {
    const unit = this.#random.pick(this.world.atLevel(this.#random.pick(['centre', 'province', 'district'])));
    const period = monthOf(this.world.date(this.#random));
    const path = `/v1/units/${unit.id}/rollup?period=${period}&by=${by}&limit=500`;
    const { status, body } = await this.reports.call<Answer>('GET', path);
    if (status !== 200 || body.next) return;
    for (const measure of ADDING) {
      const sum = (body.rows ?? []).reduce((total, { figures }) => total + valueIn(figures, measure), 0);
      const whole = valueIn(body.figures, measure);
      if (sum !== whole) this.broken.push(`${path} ${measure}: the rows add up to ${sum}, the whole is ${whole}`);
    }
  }
}
