import type { LogRecord } from '../log/fake-log.js';
import type { Cluster } from './cluster.js';
import { NO_FAULTS, type Faults } from './ground.js';

const RATES = [0, 0, 0.004, 0.02, 0.06];

/** What goes wrong in a run, drawn from its seed: rates of lost requests and answers, and strokes at certain moments. */
export class Nemesis {
  constructor(private readonly cluster: Cluster) {}

  /** From now on, for so long. */
  rage(overMs: number): void {
    const { machine, ground } = this.cluster;
    ground.faults = this.#rates();
    const strokes = machine.random.below(9);
    for (let n = 0; n < strokes; n += 1) machine.after(machine.random.between(0, overMs), () => this.#strike());
  }

  /** Nothing goes wrong any more; what is stopped goes on, what is late still comes. */
  rest(): void {
    this.cluster.ground.faults = NO_FAULTS;
  }

  #rates(): Faults {
    const { pick } = this.cluster.machine.random;
    return {
      store: { lostRequest: pick(RATES), lostAnswer: pick(RATES) },
      log: { refused: pick(RATES) * 3, answerLost: pick(RATES) * 3, late: pick(RATES) * 2, twice: pick(RATES) * 3 },
    };
  }

  #strike(): void {
    const { cluster } = this;
    const { random } = cluster.machine;
    const dice = random.below(7);
    if (dice < 3) cluster.kill(random.pick(cluster.slots));
    else if (dice === 3) cluster.stop(random.pick(cluster.slots));
    else if (dice === 4) this.#brokerAway(random.between(100, 6_000));
    else if (dice === 5) this.#replayPast(this.#anyPartition());
    else this.#loseTail();
  }

  #brokerAway(forMs: number): void {
    const { machine, ground } = this.cluster;
    this.cluster.count('broker away');
    ground.log.awayUntil = machine.now + forMs;
  }

  /** The broker's machine crashes: it is away, and comes back without the last records of a partition, or any. */
  #loseTail(): void {
    const { machine, ground } = this.cluster;
    const partition = this.#anyPartition();
    this.#brokerAway(machine.random.between(500, 4_000));
    this.cluster.count('tail lost');
    const all = [...ground.log.records('meetings.events', partition)];
    ground.log.loseTail(
      'meetings.events',
      partition,
      machine.random.chance(0.2) ? Infinity : 1 + machine.random.below(6),
    );
    // Before anybody could see that it is shorter.
    if (machine.random.chance(0.4)) machine.after(machine.random.between(1, 4_000), () => this.#replay(partition, all));
  }

  #replayPast(partition: number): void {
    this.#replay(partition, this.cluster.ground.log.records('meetings.events', partition));
  }

  /** Somebody sends a past range again, in any order; it may fill up what the log lost. */
  #replay(partition: number, past: readonly LogRecord[]): void {
    const { machine, ground } = this.cluster;
    const from = machine.random.below(past.length + 1);
    this.cluster.count('replay');
    ground.log.append('meetings.events', partition, machine.random.shuffled(past.slice(from, from + 10)));
  }

  #anyPartition(): number {
    const { machine, ground } = this.cluster;
    return machine.random.below(ground.log.ends('meetings.events').length);
  }
}
