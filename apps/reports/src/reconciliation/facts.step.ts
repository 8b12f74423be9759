import { MOST_UNITS_NAMED, type ServiceName } from '#contracts';
import { Injectable } from '@nestjs/common';
import { Snapshots } from '../rollups/snapshots.js';
import { contributionsIn } from './contributions.reader.js';
import { DifferencesStore } from './differences.store.js';
import { FactsComparer } from './facts.comparer.js';
import { COMPARED_KINDS, kindOfFact, type ComparedKind } from './facts.rules.js';
import type { RunProgress, Scope } from './reconciliation.schema.js';
import { wholeYears, type Days } from './scope.rules.js';
import { everUnder } from './slices.rules.js';
import { SourceSilent } from './sources.js';

/** Suspects by kind of fact, and the sources that did not answer. */
export type FactsFound = { suspects: Map<ComparedKind, Set<string>>; silent: Set<ServiceName> };

/** Tells how far a run is, and that it lives. */
export type Note = (change: Partial<RunProgress>) => Promise<void>;

type Narrowed = { units: Set<string> | null; days: Days };

/** First step of a run: facts against their sources. */
@Injectable()
export class FactsStep {
  /** Tests name those that a source answers for. */
  kinds: readonly ComparedKind[] = COMPARED_KINDS;

  constructor(
    private readonly facts: FactsComparer,
    private readonly differences: DifferencesStore,
    private readonly snapshots: Snapshots,
  ) {}

  async run(scope: Scope, note: Note): Promise<FactsFound> {
    const found: FactsFound = { suspects: new Map(), silent: new Set() };
    const narrowed = await this.#narrow(scope);
    const listed = new Set<string>();
    let facts = 0;
    const counted = async (n: number): Promise<void> => note({ facts: (facts += n) });
    for (const [at, kind] of this.kinds.entries()) {
      if (!found.silent.has(kind.service))
        await orSilent(found.silent, async () => {
          for (const id of await this.#suspectsOf(kind, narrowed, listed, counted)) suspect(found, id, kind);
        });
      await note({ kinds: at + 1 });
    }
    await this.#addUnlisted(found, narrowed, listed);
    for (const { fact } of await this.differences.disputed('fact')) if (fact) suspect(found, fact.id);
    return found;
  }

  /** Units that lie in the scope on any of its days; null: all, or more than a source can be asked for by name. */
  async #narrow({ unitId, ...months }: Scope): Promise<Narrowed> {
    const days = wholeYears(months);
    if (unitId === null) return { units: null, days };
    return this.snapshots.read(async ({ tree }) => {
      const units = everUnder(tree, [unitId], days);
      return { units: units.size > MOST_UNITS_NAMED ? null : units, days };
    });
  }

  async #suspectsOf(
    kind: ComparedKind,
    { units, days }: Narrowed,
    listed: Set<string>,
    counted: (n: number) => Promise<void>,
  ): Promise<string[]> {
    const months = kind.dated ? days.months : {};
    if (units === null && Object.keys(months).length === 0)
      return (await this.facts.ofAll(kind, counted)).map(({ id }) => id);
    const found = await this.facts.ofScope(kind, { ...months, ...(units && { units: [...units] }) }, counted);
    for (const id of found.listed) listed.add(id);
    return found.suspects.map(({ id }) => id);
  }

  /** What the figures have in the scope and no source listed there: it may lie elsewhere, or nowhere. */
  async #addUnlisted(found: FactsFound, { units, days }: Narrowed, listed: ReadonlySet<string>): Promise<void> {
    if (!units) return;
    await this.snapshots.read(async (snapshot) => {
      for await (const { _id } of contributionsIn(snapshot, units, days)) if (!listed.has(_id)) suspect(found, _id);
    });
  }
}

function suspect({ suspects }: FactsFound, id: string, kind = kindOfFact(id)): void {
  if (!kind) return;
  const ids = suspects.get(kind);
  if (ids) ids.add(id);
  else suspects.set(kind, new Set([id]));
}

/** A source that is away is noted; others are asked all the same. */
export async function orSilent(silent: Set<ServiceName>, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof SourceSilent)) throw error;
    silent.add(error.service);
  }
}
