import { dayOf, GREGORIAN, parsePeriod, type Day } from '#calendar';
import { COMPOSITION_GROUPS, COMPOSITION_PARTS, FACT_PREFIXES, type CompositionGroup } from '#contracts';
import { GrantsAuthorizer } from '#access';
import { inTransaction } from '#mongo';
import type { Tree } from '#tree';
import { workedOut, type Told } from '../../../../test/oracles/attacker.js';
import { CellSums } from '../figures/cell-sums.js';
import { writeCells } from '../figures/cells.js';
import type { Contribution } from '../figures/contribution.js';
import { derive } from '../figures/derive.js';
import { addEffect } from '../figures/effect.js';
import { MEASURES } from '../catalogue/measures.js';
import type { Lens } from '../lenses/lens.rules.js';
import { Snapshots } from '../rollups/snapshots.js';
import {
  demoFigures,
  demoUnits,
  FIRST_BRANCH,
  FIRST_WARD,
  idOf,
  type StoredFigures,
} from '../rollups/stored-figures.harness.js';
import { readCompositions } from './composition-levels.reader.js';
import { Suppression } from './suppression.js';

jest.setTimeout(60_000);

/** How many are what on a roll from a date on: changes of level. */
type Roll = { unit: number; changes: { date: string; counts: Record<string, number> }[] };
/** Rolls of wards and branches, of many sizes, often with few or none of a part; they change in 2025 and 2026. */
const ROLLS: Roll[] = Array.from({ length: 84 }, (_, at): Roll => {
  const unit = at < 4 ? FIRST_WARD + at * 2 : FIRST_BRANCH + at - 4;
  const size = 6 + ((at * 29) % 70);
  const women = at % 3 === 0 ? at % 6 : Math.floor(size / 2);
  const minority = at % 4 === 0 ? Math.floor(size / 3) : at % 2;
  const religious = at % 9 === 0 ? 6 : 0;
  const old = at % 5 === 0 ? 0 : Math.floor(size / 2);
  const counts = {
    women,
    men: size - women,
    minority,
    majority: size - minority,
    religious,
    notReligious: size - religious,
    ageTo30: size - old,
    ageOver60: old,
  };
  const came = { women: 1, majority: 1, notReligious: 1, age41To50: 1 };
  return {
    unit,
    changes: [
      { date: '2025-03-01', counts },
      { date: '2026-07-15', counts: came },
    ],
  };
});

const stored = demoFigures('suppression');
let figures: StoredFigures;
let snapshots: Snapshots;
let suppression: Suppression;

beforeAll(async () => {
  figures = stored();
  snapshots = new Snapshots(figures.store, figures.trees);
  suppression = new Suppression(new GrantsAuthorizer(figures.store, figures.trees));
  const { db, connection } = figures.store;
  await inTransaction(connection, async (session) => {
    const tree = await figures.trees.current(session);
    const contributions = ROLLS.map(({ unit, changes }): Contribution => ({
      _id: FACT_PREFIXES.composition + idOf(unit),
      v: 1,
      h: '',
      src: 'registry.composition',
      p: derive('registry.composition-changed.v1', { unitId: idOf(unit), version: 1, changes }),
      t: new Date(),
      rv: 1,
    }));
    await db.collection<Contribution>('contributions').insertMany(contributions, { session });
    const sums = new CellSums();
    for (const { p } of contributions) addEffect(sums, p, tree, 1);
    await writeCells(db, session, 'registry.composition/0', sums.toArray());
  });
});

/** The level of a part under a unit (or on its own roll) on a day, by a loop over all rolls. */
function naive(tree: Tree, day: Day, part: string, unitId: string, own = false): number {
  let sum = 0;
  for (const { unit, changes } of ROLLS) {
    const path = tree.path(idOf(unit), day);
    if (own ? path[0] !== unitId : !path.includes(unitId)) continue;
    for (const { date, counts } of changes) if (dayOf(date) <= day) sum += counts[part] ?? 0;
  }
  return sum;
}

const DAYS = ['2024-12-31', '2025-03-01', '2026-07-14', '2026-07-20', '2026-08-31', '2027-01-01'];

describe('compositions as stored', () => {
  it.each(DAYS)('are those of every unit at the end of %s', async (date) => {
    const ids = demoUnits().map(({ n }) => idOf(n));
    const tree = await figures.trees.current();
    const read = await snapshots.read((snapshot) => readCompositions(snapshot, ids, dayOf(date)));
    for (const id of ids)
      for (const part of COMPOSITION_PARTS) expect(read.get(id)?.[part]).toBe(naive(tree, dayOf(date), part, id));
  });
});

describe('what is withheld by what is stored', () => {
  const groups = Object.keys(COMPOSITION_GROUPS) as CompositionGroup[];

  it.each(DAYS.slice(1).flatMap((date) => groups.map((group) => [date, group] as const)))(
    'cannot be worked out on %s of %s, asked for unit by unit',
    async (date, group) => {
      const day = dayOf(date);
      const parts = COMPOSITION_GROUPS[group];
      const tree = await figures.trees.current();
      const told: Told[] = [];
      for (const { n } of demoUnits()) {
        const id = idOf(n);
        const counts = parts.map((part) => naive(tree, day, part, id));
        const own = parts.map((part) => naive(tree, day, part, id, true));
        // Each question in a snapshot of its own: none knows what was asked before.
        const decided = await snapshots.read((snapshot) => suppression.decisions(snapshot, day, [id], [id]));
        const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0);
        told.push({
          id,
          parent: tree.parentOn(id, day) ?? null,
          count: sum(counts),
          parts: decided.get(group)?.isWithheld(id) ? null : counts,
          ownCount: sum(own),
          ownParts: decided.get(group)?.isOwnWithheld(id) ? null : own,
        });
      }
      expect(workedOut(told, parts.length)).toEqual([]);
      const shown = told.filter((each) => each.parts && each.count > 0);
      for (const each of shown) expect(Math.min(...(each.parts ?? []))).toBeGreaterThanOrEqual(5);
      expect(told.some((each) => each.parts === null)).toBe(true);
      // No age is told at all while hardly anybody is between 31 and 60.
      if (group === 'sex' || group === 'ethnicity') expect(shown.length).toBeGreaterThan(3);
    },
  );
});

describe('what is withheld in the tree of another day', () => {
  const group = 'ethnicity' as const;
  const shownIn = async (
    unit: number,
    period: string,
    lens: Lens,
    sees: number[] = [],
    measure = 'members.ethnic-minority',
  ): Promise<number | null> => {
    const measures = MEASURES.filter(({ code }) => code === measure);
    const question = { unitId: idOf(unit), period: parsePeriod(period), calendar: GREGORIAN, by: 'total' as const };
    const { rollup } = await figures.rollups.read({
      ...question,
      lens,
      measures,
      limit: 1,
      after: null,
      wait: 0,
      viewer: sees.map(idOf),
    });
    return rollup.figures[0]?.value ?? null;
  };

  it('is not shown to who may see the roll of the unit, but not of one that left it since', async () => {
    const gone = idOf(FIRST_BRANCH);
    const [day, lens] = [dayOf('2026-08-31'), { name: 'as-of', day: dayOf('2026-07-01') } as const];
    const decided = await snapshots.read((snapshot) => suppression.decisions(snapshot, day, [gone], []));
    expect(decided.get('religion')?.isWithheld(gone)).toBe(true);
    const ask = (tree: Lens, ...sees: number[]) => shownIn(FIRST_WARD, '2026-08-31', tree, sees, 'members.religious');
    expect(await ask({ name: 'as-was' }, FIRST_WARD)).not.toBeNull();
    expect(await ask(lens, FIRST_WARD)).toBeNull();
    expect(await ask(lens, FIRST_WARD, FIRST_WARD + 1)).not.toBeNull();
  });

  it.each([
    ['2026-08-31', '2026-07-01'],
    ['2026-07-20', '2026-08-31'],
    ['2026-07-14', '2026-08-31'],
  ])('on %s as of %s is all but what sums of counts told anyhow make up', async (date, asOf) => {
    const [day, on] = [dayOf(date), dayOf(asOf)];
    const tree = await figures.trees.current();
    const ids = demoUnits().map(({ n }) => idOf(n));
    const decided = (await snapshots.read((snapshot) => suppression.decisions(snapshot, day, ids, ids))).get(group);
    const under = (id: string, at: Day): string[] => ids.filter((each) => tree.path(each, at).includes(id));
    const peopled = (id: string): boolean =>
      COMPOSITION_GROUPS[group].some((part) => naive(tree, day, part, id, true) > 0);
    let [shown, moved] = [0, 0];
    for (const { n } of demoUnits()) {
      const lies = new Set(under(idOf(n), on));
      const value = await shownIn(n, date, { name: 'as-of', day: on });
      // By units with all below them, and by single rolls, that are shown and lie in it whole.
      const told = ids
        .filter((id) => !decided?.isWithheld(id) && under(id, day).every((each) => lies.has(each)))
        .flatMap((id) => under(id, day));
      const rolls = ids.filter((id) => !decided?.isOwnWithheld(id));
      const left = [...lies].filter((id) => peopled(id) && !told.includes(id) && !rolls.includes(id));
      if (value !== null) {
        shown += 1;
        expect([n, left]).toEqual([n, []]);
        expect(value).toBe([...lies].reduce((sum, id) => sum + naive(tree, day, 'minority', id, true), 0));
        if (under(idOf(n), day).length !== lies.size) moved += 1;
      }
    }
    expect(shown).toBeGreaterThan(3);
    expect(moved).toBeGreaterThan(0);
  });
});
