import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ADMINISTRATOR, eventually, issuerToken } from '#testing';
import { compareSeries, compareSingly } from '../../flows/support/compare.js';
import { timed } from '../../flows/support/driver.js';
import { Random } from '../../flows/support/random.js';
import { plantTree } from '../../flows/support/tree-commands.js';
import { World, type KnownUnit } from '../../flows/support/world.js';
import { NEMESES } from '../nemeses/all.js';
import type { Nemesis, Scene } from '../nemeses/nemesis.js';
import { allReady, drained, Receipts, sourceDifferences, takeInWhatFollowed } from './checks.js';
import type { Cluster } from './cluster.js';
import { DeadLetters } from './dead-letters.js';
import { History, NotingClient } from './history.js';
import { Invariants } from './invariants.js';
import { Laps } from './laps.js';
import type { Options } from './options.js';
import { planRound, WINDOW_MS, type Planned } from './schedule.js';
import type { Service } from './services.js';
import { Tally } from './tally.js';
import { Workload } from './workload.js';

const TREE: [string, number][] = [
  ['centre', 1],
  ['province', 2],
  ['district', 4],
  ['commune', 8],
  ['branch', 40],
];
/** Units whose series are compared after each round, beside the centre's; at the end it is all. */
const EACH_ROUND = { upper: 3, branches: 2 };
const SINGLY = { round: 12, end: 120 };

export type Findings = Record<'lost' | 'doubled' | 'wrong' | 'hands' | 'letters' | 'broken', string[]>;

/** Rounds of faults while commands go on, and after each a look at everything. */
export class Soak {
  readonly tally = new Tally();
  readonly history: History;
  readonly findings: Findings = { lost: [], doubled: [], wrong: [], hands: [], letters: [], broken: [] };
  readonly world: World;
  readonly workload: Workload;
  private readonly receipts = new Receipts();
  private readonly letters: DeadLetters;
  private readonly invariants: Invariants;

  constructor(
    readonly cluster: Cluster,
    private readonly options: Options,
    private readonly say: (line: string) => void,
  ) {
    this.history = new History(join(cluster.home, 'history.ndjson'));
    this.world = new World({ client: (service, sub) => this.client(service, sub) }, options.seed);
    this.workload = new Workload(this.world);
    this.letters = new DeadLetters(cluster.databases);
    this.invariants = new Invariants(cluster, this.world, this.client('reports'), options.seed);
  }

  /** Any process of a service that runs, another one each time. */
  client(service: Service, sub: string | null = ADMINISTRATOR): NotingClient {
    let asked = 0;
    const url = (): string => {
      const all = this.cluster.of(service);
      const running = all.filter(({ name }) => this.cluster.supervisor.runs(name));
      const from = running.length > 0 ? running : all;
      return from[asked++ % from.length]!.url;
    };
    return new NotingClient(
      url,
      async () => (sub === null ? null : issuerToken(sub, this.cluster.issuerUrl)),
      this.history,
    );
  }

  /** True when it went well. */
  async run(): Promise<boolean> {
    const { options, world } = this;
    const random = new Random(options.seed);
    await timed(this.say, 'planted the tree', () => plantTree(world, random, TREE));
    await world.prepare();
    world.acts.wanted = true;
    await drained(world);
    for (const nemesis of this.nemeses()) await nemesis.prepare?.(this);
    this.invariants.start();
    const end = Date.now() + options.minutes * 60_000;
    try {
      while (Date.now() < end && this.good()) await this.round(this.tally.rounds);
      if (this.good()) await this.lastLook(random);
    } catch (error) {
      this.findings.hands.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
    await this.invariants.stop();
    this.report();
    return this.good();
  }

  private good(): boolean {
    this.findings.broken = this.invariants.broken;
    return Object.values(this.findings).every((found) => found.length === 0) && this.history.wrong.length === 0;
  }

  private nemeses(): Nemesis[] {
    const { only } = this.options;
    return NEMESES.filter(
      ({ name, possible }) => (only.length === 0 || only.includes(name)) && (possible?.(this.cluster) ?? true),
    );
  }

  private async round(round: number): Promise<void> {
    const plan = planRound(this.options.seed, round, this.nemeses());
    const before = this.tally.injected;
    const clock = new Laps();
    this.workload.start();
    const scenes = await this.break(plan);
    clock.lap('broken for');
    await this.heal();
    await this.workload.stop();
    for (const { nemesis, scene } of scenes) this.findings.wrong.push(...((await nemesis.repair?.(scene)) ?? []));
    clock.lap('ready after');
    await drained(this.world);
    this.world.catchingUp = false;
    this.tally.recoveriesMs.push(clock.since('broken for'));
    clock.lap('drained after');
    for (const { nemesis, scene } of scenes) this.findings.wrong.push(...((await nemesis.verify?.(scene)) ?? []));
    await this.check(new Random(this.options.seed + round));
    clock.lap('checked in');
    this.tally.rounds++;
    const names = plan.map(({ nemesis }) => nemesis).join(' + ');
    this.say(
      `round ${round}: ${names}, ${this.tally.injected - before} faults; ${clock.told}; ${this.world.commands} commands`,
    );
  }

  /** Lets the planned faults loose for the time of a round, and answers when all of them are over. */
  private async break(plan: readonly Planned[]): Promise<{ nemesis: Nemesis; scene: Scene }[]> {
    const over = Date.now() + WINDOW_MS;
    const scenes = await Promise.all(
      plan.map(async (planned) => {
        const nemesis = NEMESES.find(({ name }) => name === planned.nemesis)!;
        const scene = this.scene(planned, over);
        await pause(planned.afterMs);
        await nemesis.act(scene);
        return { nemesis, scene };
      }),
    );
    await pause(Math.max(0, over - Date.now()));
    return scenes;
  }

  private scene({ nemesis, seed }: Planned, over: number): Scene {
    const { cluster, world, workload } = this;
    return {
      cluster,
      world,
      workload,
      random: new Random(seed),
      inject: (what) => {
        this.tally.inject(nemesis);
        this.history.note(Date.now(), 'ok', `fault ${nemesis}: ${what}`);
      },
      pause: (ms) => pause(Math.max(0, Math.min(ms, over - Date.now()))),
      get on() {
        return Date.now() < over;
      },
      hold: (ms) => pause(ms),
      expectDead: (ids) => this.letters.expect(ids),
      logShortened: () => this.letters.logShortened(),
      storePutBack: (work) => {
        this.letters.storePutBack();
        world.catchingUp = true;
        return this.invariants.forgetting(work);
      },
    };
  }

  /** What a nemesis left is its own fault; the rest mends itself, within the time that is allowed. */
  private async heal(): Promise<void> {
    for (const process of this.cluster.processes) process.mend();
    await allReady(this.cluster);
  }

  private async check(random: Random): Promise<void> {
    const { world, findings } = this;
    const reports = this.client('reports');
    await takeInWhatFollowed(world, this.cluster.databases);
    const { lost, doubled } = await sourceDifferences(world, this.cluster.databases);
    findings.lost.push(...lost, ...(await this.receipts.missing(world, reports)));
    findings.doubled.push(...doubled);
    findings.letters.push(...(await eventually(() => this.letters.differences())));
    findings.wrong.push(
      ...(await compareSeries(world, reports, { units: this.someUnits(random) })),
      ...(await compareSingly(world, reports, random, SINGLY.round)),
    );
  }

  private someUnits(random: Random): KnownUnit[] {
    const { world } = this;
    const upper = ['province', 'district', 'commune'].flatMap((level) => world.atLevel(level));
    const some = (units: KnownUnit[], count: number) => Array.from({ length: count }, () => random.pick(units));
    const { upper: above, branches } = EACH_ROUND;
    return [...world.atLevel('centre'), ...some(upper, above), ...some(world.atLevel('branch'), branches)];
  }

  private async lastLook(random: Random): Promise<void> {
    const reports = this.client('reports');
    await timed(this.say, 'compared every unit', async () => {
      this.findings.wrong.push(
        ...(await compareSeries(this.world, reports)),
        ...(await compareSingly(this.world, reports, random, SINGLY.end)),
      );
    });
  }

  private report(): void {
    const { tally, history, findings, invariants } = this;
    Object.assign(tally.figures, {
      'commands ok': history.counts.ok,
      'commands failed (refused)': history.counts.failed,
      'commands unknown, settled': history.counts.unknown,
      'answers 5xx but 503': history.wrong.length,
      'looks at invariants': invariants.looks,
      'dead letters, all expected': this.letters.found,
      lost: findings.lost.length,
      doubled: findings.doubled.length,
      'wrong figures': findings.wrong.length,
      'invariants broken': findings.broken.length,
      'hands needed': findings.hands.length,
    });
    this.say(`\nseed ${this.options.seed}\n${tally.table()}\n`);
    for (const [kind, found] of Object.entries({ ...findings, answers: history.wrong }))
      for (const one of found.slice(0, 15)) this.say(`✗ ${kind}: ${one}`);
    this.say(this.good() ? '✓ Nothing lost, doubled or wrong' : '✗ Failed');
  }
}
