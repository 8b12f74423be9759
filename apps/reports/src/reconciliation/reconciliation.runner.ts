import type { ServiceName } from '#contracts';
import { eventLogger } from '#observability';
import { Injectable } from '@nestjs/common';
import { CellsStep, type WrongSlice } from './cells.step.js';
import { DifferencesStore, type FoundDifference } from './differences.store.js';
import { DoubtedFacts } from './doubted.reader.js';
import type { ComparedKind, FactDifference } from './facts.rules.js';
import { FactsStep, orSilent, type FactsFound, type Note } from './facts.step.js';
import { FoundReader, subjectOfCell, subjectOfFact } from './found.reader.js';
import { Mender } from './mender.js';
import { Recounter } from './recounter.js';
import type { RunCounts, RunDocument, Scope } from './reconciliation.schema.js';
import type { CellDifference } from './second-fold.rules.js';

export type Outcome = { counts: RunCounts; silent: ServiceName[] };
type Kinds = ReadonlyMap<ComparedKind, ReadonlySet<string>>;
type Facts = { repaired: FactDifference[]; disputed: FactDifference[]; same: string[] };

/** Differing cells told one by one; all are repaired. */
const MOST_TOLD = 5_000;
const log = eventLogger('reconciliation');

/**
 * One reconciliation (DESIGN.md 4, "Why nothing is lost"): facts against sources, cells against contributions, then what
 * differs: facts are published once more and looked at again, and only then cells, since what they are derived from has
 * to be right first. Everything may be done twice.
 */
@Injectable()
export class ReconciliationRunner {
  constructor(
    private readonly factsStep: FactsStep,
    private readonly cellsStep: CellsStep,
    private readonly doubtedFacts: DoubtedFacts,
    private readonly mender: Mender,
    private readonly recounter: Recounter,
    private readonly reader: FoundReader,
    private readonly differences: DifferencesStore,
  ) {}

  async run({ _id: run, scope }: Pick<RunDocument, '_id' | 'scope'>, note: Note): Promise<Outcome> {
    const found = await this.factsStep.run(scope, note);
    await note({ step: 'cells' });
    const wrong = await this.cellsStep.run(scope, note);
    await note({ step: 'repair' });
    const { doubted, tooMany } = await this.doubtedFacts.behind(wrong);
    const facts = await this.#mendFacts(run, found, doubted, note);
    // What a silent source has is unknown, so it is unknown too which of cells and contributions is wrong.
    const cells = await this.#repairCells(wrong, tooMany || found.silent.size > 0, note);
    await orSilent(found.silent, () => this.#recount(scope, found));
    const counts = await this.#record(run, facts, cells);
    const suspects = [...found.suspects.values()].reduce((sum, ids) => sum + ids.size, 0);
    for (const { kind, id } of facts.disputed) log.error({ event: 'reconciliation.disputed', run, kind, fact: id });
    return { counts: { ...counts, suspects: suspects + cells.all }, silent: [...found.silent] };
  }

  /** Counts are of everything. */
  async #recount({ unitId, from, to }: Scope, { silent }: FactsFound): Promise<void> {
    if (unitId === null && from === null && to === null && silent.size === 0)
      await this.recounter.recount(this.factsStep.kinds);
  }

  async #mendFacts(run: string, { suspects, silent }: FactsFound, doubted: Kinds, note: Note): Promise<Facts> {
    const facts: Facts = { repaired: [], disputed: [], same: [] };
    for (const kind of new Set([...suspects.keys(), ...doubted.keys()])) {
      if (silent.has(kind.service)) continue;
      await orSilent(silent, async () => {
        const mended = await this.mender.mend(
          run,
          kind,
          [...(suspects.get(kind) ?? [])],
          [...(doubted.get(kind) ?? [])],
        );
        for (const part of ['repaired', 'disputed'] as const) facts[part].push(...mended[part]);
        facts.same.push(...mended.same);
      });
      await note({});
    }
    return facts;
  }

  async #repairCells(wrong: readonly WrongSlice[], leave: boolean, note: Note) {
    const seen = new Map<string, CellDifference>();
    const left = new Map<string, CellDifference>();
    for (const slice of wrong) {
      for (const one of slice.differences) seen.set(subjectOfCell(one), one);
      const still = leave ? slice.differences : await this.cellsStep.repair(slice);
      for (const one of still) left.set(subjectOfCell(one), one);
      await note({});
    }
    const repaired = [...seen].filter(([subject]) => !left.has(subject)).map(([, one]) => one);
    return { all: seen.size, repaired, disputed: [...left.values()] };
  }

  async #record(
    run: string,
    facts: Facts,
    cells: { repaired: CellDifference[]; disputed: CellDifference[] },
  ): Promise<Omit<RunCounts, 'suspects'>> {
    const repaired = await this.#told(facts.repaired, cells.repaired);
    const disputed = await this.#told(facts.disputed, cells.disputed);
    const open = [...(await this.differences.disputed('fact')), ...(await this.differences.disputed('cell'))];
    const before = new Set(open.map(({ subject }) => subject));
    const still = new Set(disputed.map(({ subject }) => subject));
    const right = new Set([...facts.same.map(subjectOfFact), ...facts.repaired.map(({ id }) => subjectOfFact(id))]);
    // Disputed cells are looked at by every run: who is not wrong any more is right.
    const healed = open.filter(({ subject, kind }) => !still.has(subject) && (kind === 'cell' || right.has(subject)));
    await this.differences.heal(
      run,
      healed.map(({ subject }) => subject),
    );
    await this.differences.repaired(
      run,
      repaired.filter(({ subject }) => !before.has(subject)),
    );
    await this.differences.dispute(run, disputed);
    return {
      repaired: facts.repaired.length + cells.repaired.length,
      disputed: facts.disputed.length + cells.disputed.length,
      healed: healed.length,
    };
  }

  async #told(facts: readonly FactDifference[], cells: readonly CellDifference[]): Promise<FoundDifference[]> {
    return [...(await this.reader.ofFacts(facts)), ...this.reader.ofCells(cells.slice(0, MOST_TOLD))];
  }
}
