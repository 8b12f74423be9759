import { dayOf, monthBeside } from '#calendar';
import { Injectable } from '@nestjs/common';
import { Snapshots } from '../rollups/snapshots.js';
import type { WrongSlice } from './cells.step.js';
import { contributionsIn } from './contributions.reader.js';
import { kindOfFact, type ComparedKind } from './facts.rules.js';

/** More is doubted only when much is wrong; what is beyond stays disputed until the next run. */
const MOST_DOUBTED = 5_000;

/**
 * Where a cell is not what its contributions make, either may be wrong. A wrong contribution shows in the cells of all
 * above it, so also in those of the lowest unit that has any: there the facts of the unit itself and of its children
 * without cells, in that month, are doubted. They are a few dozen, however high the wrong cell is.
 */
@Injectable()
export class DoubtedFacts {
  constructor(private readonly snapshots: Snapshots) {}

  /** By kind of fact; `tooMany`: not all could be named. */
  async behind(wrong: readonly WrongSlice[]): Promise<{ doubted: Map<ComparedKind, Set<string>>; tooMany: boolean }> {
    const doubted = new Map<ComparedKind, Set<string>>();
    let named = 0;
    await this.snapshots.read(async (snapshot) => {
      doubted.clear();
      named = 0;
      for (const { unit, month } of wrong.flatMap(({ differences }) => differences)) {
        if (month.startsWith('Y') || named > MOST_DOUBTED) continue;
        const leaves = snapshot.tree.children(unit).filter((child) => !snapshot.tree.hasEverHadChild(child));
        const days = { from: dayOf(`${month}-01`), to: dayOf(`${monthBeside(month, 1)}-01`) };
        for await (const { _id } of contributionsIn(snapshot, new Set([unit, ...leaves]), days)) {
          const kind = kindOfFact(_id);
          if (!kind) continue;
          const ids = doubted.get(kind);
          if (ids) ids.add(_id);
          else doubted.set(kind, new Set([_id]));
          named += 1;
        }
      }
    });
    return { doubted, tooMany: named > MOST_DOUBTED };
  }
}
