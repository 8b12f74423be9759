import { isTransient } from '#mongo';
import { idOf } from '../../../apps/reports/src/figures/write-path.harness.js';
import { cloudEvent, treeSteps, type TreeStep } from './facts.js';
import { Ground } from './ground.js';
import type { Machine, Process } from './machine.js';
import { SourceProcess } from './source.js';
import { WorkerProcess } from './worker.js';

/** A place for a process: whoever runs there is begun anew after it was killed. */
type Slot<T> = { name: string; process: Process; part: T; start: (process: Process) => T };
type AnySlot = Slot<SourceProcess> | Slot<WorkerProcess>;

export type Shape = { sources: number; workers: number; facts: number; commands: number; treeSteps: number };
/** What a client was told of each command: the version that is in, or nothing it can rely on. */
export type History = { id: string; version: number | null }[];

const PATIENCE_MS = 12_000;

/** All processes of one run, its clients, and what was asked of them. */
export class Cluster {
  readonly ground: Ground;
  readonly history: History = [];
  readonly steps: TreeStep[];
  /** What failed though nothing that passes was wrong. */
  readonly broken: string[] = [];
  readonly done: Record<string, number> = {};
  readonly #sources: Slot<SourceProcess>[] = [];
  readonly #workers: Slot<WorkerProcess>[] = [];
  #clients = 0;
  #toCome = 0;

  constructor(
    readonly machine: Machine,
    private readonly shape: Shape,
  ) {
    this.ground = new Ground(machine);
    this.steps = treeSteps(machine.random, shape.treeSteps);
  }

  start(): void {
    const { ground, shape } = this;
    for (let n = 0; n < shape.sources; n += 1)
      this.#sources.push(this.#slot(`source-${n}`, (process) => new SourceProcess(process, ground)));
    for (let n = 0; n < shape.workers; n += 1)
      this.#workers.push(this.#slot(`worker-${n}`, (process) => new WorkerProcess(process, ground)));
  }

  get slots(): AnySlot[] {
    return [...this.#sources, ...this.#workers];
  }

  /** Everybody's store is open. */
  get ready(): boolean {
    return this.slots.every(({ part }) => part.ready);
  }

  /** The clients have asked all they wanted, all of the tree is in the log, and everybody who was killed is back. */
  get quiet(): boolean {
    return this.#clients === 0 && this.#toCome === 0 && this.slots.every(({ process }) => process.alive);
  }

  /** Counts something that was done on purpose. */
  count(what: string): void {
    this.done[what] = (this.done[what] ?? 0) + 1;
  }

  kill(slot: AnySlot): void {
    if (!slot.process.alive) return;
    this.count('kill');
    slot.process.alive = false;
    this.machine.after(this.machine.random.between(20, 3_000), () => this.#run(slot));
  }

  stop(slot: AnySlot): void {
    this.count('stop');
    slot.process.stoppedUntil = this.machine.now + this.machine.random.between(500, 14_000);
  }

  /** Clients, each with one command at a time, spread over some seconds. */
  sendCommands(overMs: number): void {
    const { machine, shape } = this;
    for (let n = 0; n < shape.commands; n += 1) {
      const id = idOf(`fact-${machine.random.below(shape.facts)}`);
      this.#clients += 1;
      machine.after(machine.random.between(0, overMs), () => void this.#command(id));
    }
  }

  /** The tree's changes as they come out of Kafka at worst: early, late and twice, but all. */
  growTree(overMs: number): void {
    const { machine } = this;
    const again = this.steps.filter(() => machine.random.chance(0.3));
    const order = [...this.steps.slice(0, 1), ...machine.random.shuffled([...this.steps.slice(1), ...again])];
    for (const step of order) {
      this.#toCome += 1;
      machine.after(machine.random.between(0, overMs), () => {
        this.#toCome -= 1;
        this.appendStep(step);
      });
    }
  }

  appendStep({ revision, record }: TreeStep): void {
    const value = cloudEvent('registry.unit-changed.v1', 'tree', { treeRevision: revision, unit: record });
    this.ground.log.append('registry.tree', 0, [{ key: null, value }]);
  }

  async #command(id: string): Promise<void> {
    const { machine } = this;
    const slot = machine.random.pick(this.#sources);
    const entry: History[number] = { id, version: null };
    this.history.push(entry);
    const patience = machine.pause(PATIENCE_MS);
    const answer = machine
      .as(slot.process, () => slot.part.record(id))
      .then(({ version }) => (entry.version = version))
      .catch((error: unknown) => void (isTransient(error) || this.broken.push(String(error))));
    if (slot.process.alive) await Promise.race([answer, patience]);
    this.#clients -= 1;
  }

  #slot<T>(name: string, start: (process: Process) => T): Slot<T> {
    const process = this.#process(name);
    const slot = { name, process, start, part: this.machine.as(process, () => start(process)) };
    return slot;
  }

  #run(slot: Slot<unknown>): void {
    slot.process = this.#process(slot.name);
    slot.part = this.machine.as(slot.process, () => slot.start(slot.process));
  }

  /** Clocks differ by less than what ServerClock refuses. */
  #process(name: string): Process {
    return { name, alive: true, stoppedUntil: 0, skewMs: Math.round(this.machine.random.between(-900, 900)) };
  }
}
