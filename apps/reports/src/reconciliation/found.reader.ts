import { dayOf, localDayOf, monthBeside, monthOf } from '#calendar';
import { Injectable } from '@nestjs/common';
import { contributionsOf } from '../figures/ledger.js';
import { isStock } from '../figures/measure-keys.js';
import { Snapshots, type Snapshot } from '../rollups/snapshots.js';
import type { FoundDifference } from './differences.store.js';
import { kindOfFact, type FactDifference } from './facts.rules.js';
import type { CellDifference } from './second-fold.rules.js';

export const subjectOfFact = (id: string): string => `fact ${id}`;
export const subjectOfCell = ({ unit, month }: Pick<CellDifference, 'unit' | 'month'>): string =>
  `cell ${unit} ${month}`;

/** What was found, with the units whose figures it concerns. */
@Injectable()
export class FoundReader {
  constructor(private readonly snapshots: Snapshots) {}

  /** A fact concerns all above where it counts, in the source and in the figures. */
  async ofFacts(differences: readonly FactDifference[]): Promise<FoundDifference[]> {
    if (differences.length === 0) return [];
    return this.snapshots.read(async (snapshot) => {
      const counted = await countedAt(
        snapshot,
        differences.map(({ id }) => id),
      );
      return differences.map((one) => ofFact(snapshot, one, counted.get(one.id) ?? []));
    });
  }

  ofCells(differences: readonly CellDifference[]): FoundDifference[] {
    return differences.map(({ unit, month, inc }) => ({
      subject: subjectOfCell({ unit, month }),
      kind: 'cell',
      unitId: unit,
      month,
      units: [unit],
      stock: Object.keys(inc).some((field) => isStock(field.split('.').at(-1) ?? '')),
      fact: null,
      cell: {
        fields: Object.keys(inc).length,
        most: Math.max(...Object.values(inc).map((n) => Math.abs(n))),
      },
    }));
  }
}

/** Units and days that contributions name. */
async function countedAt({ db, session }: Snapshot, ids: readonly string[]) {
  const found = contributionsOf(db).find({ _id: { $in: [...ids] } }, { session, projection: { 'p.u': 1, 'p.d': 1 } });
  const counted = new Map<string, { u: string; d: number }[]>();
  for await (const { _id, p } of found) counted.set(_id, p);
  return counted;
}

function ofFact(
  { tree }: Snapshot,
  { kind, id, source, figures, unitId, month }: FactDifference,
  counted: readonly { u: string; d: number }[],
): FoundDifference {
  const of = kindOfFact(id);
  const [first] = counted;
  const last = month === null ? localDayOf(new Date()) : dayOf(`${monthBeside(month, 1)}-01`) - 1;
  const places = [...counted, ...(unitId === null ? [] : [{ u: unitId, d: last }])];
  return {
    subject: subjectOfFact(id),
    kind,
    unitId: unitId ?? first?.u ?? null,
    // What its source does not know is in the month it counts in.
    month: month ?? (of?.dated && first ? monthOf(first.d) : null),
    units: [...new Set(places.flatMap(({ u, d }) => [u, ...tree.path(u, d)]))],
    stock: of?.stock ?? false,
    fact: { type: of?.type ?? '', id, source, figures },
    cell: null,
  };
}
