// The national tree: a centre, 34 provinces, 3,321 communes, 250,000 branches, or a part of it. Seeded.
import { chance, idOf } from './random.mjs';

export const NATION = { provinces: 34, communes: 3_321, branches: 250_000 };
const KIND = { centre: 1, province: 2, commune: 3, branch: 4 };
export const SINCE = '2020-01-01';

/** How many of each at a scale of the nation: 0.01 is a hundredth of the communes and branches. */
export function sizesAt(scale) {
  const communes = Math.max(2, Math.round(NATION.communes * scale));
  return {
    provinces: Math.min(NATION.provinces, communes),
    communes,
    branches: Math.max(communes, Math.round(NATION.branches * scale)),
  };
}

/** `of(at)` children for each of `parents`, uneven as in life: the largest has some three times the smallest's. */
export function parentsOf(seed, what, count, parents) {
  const weights = Array.from({ length: parents }, (_, at) => 0.5 + chance(seed, what, at));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const result = new Uint32Array(count);
  // Each has one at least; the rest by weight.
  for (let parent = 0; parent < parents; parent += 1) result[parent] = parent;
  let [at, passed] = [parents, 0];
  for (let parent = 0; parent < parents; parent += 1) {
    passed += weights[parent];
    const until = parent === parents - 1 ? count : parents + Math.floor(((count - parents) * passed) / whole);
    while (at < until) result[at++] = parent;
  }
  return result;
}

/** Units by place in their level, with the place of the one above. */
export class Nation {
  constructor(seed, scale, sizes = sizesAt(scale)) {
    Object.assign(this, { seed, scale, sizes });
    const { provinces, communes, branches } = sizes;
    this.provinceOf = parentsOf(seed, 11, communes, provinces);
    this.communeOf = parentsOf(seed, 12, branches, communes);
    this.communeIds = Array.from({ length: communes }, (_, at) => idOf(seed, KIND.commune, at));
  }

  centreId = () => idOf(this.seed, KIND.centre, 0);
  provinceId = (at) => idOf(this.seed, KIND.province, at);
  communeId = (at) => this.communeIds[at];
  branchId = (at) => idOf(this.seed, KIND.branch, at);

  /** Documents of `units` as every service keeps them, as of tree revision `revision`. */
  *documents(revision) {
    for (const [id, parentId, what] of this.units())
      yield {
        _id: id,
        revision,
        record: { id, version: 1, voided: false, stretches: [{ from: SINCE, to: null, ...what, parentId }] },
        ...(what.level === 'branch' ? {} : { hadChild: true }),
      };
  }

  /** Each unit with the one above and what it is, parents before children. */
  *units() {
    const { provinces, communes, branches } = this.sizes;
    yield [this.centreId(), null, { code: 'TW', name: 'Trung ương', kind: 'centre', level: 'centre' }];
    for (let at = 0; at < provinces; at += 1) yield [this.provinceId(at), this.centreId(), PROVINCE(at)];
    for (let at = 0; at < communes; at += 1) yield [this.communeId(at), this.aboveCommune(at), COMMUNE(at)];
    for (let at = 0; at < branches; at += 1) yield [this.branchId(at), this.communeId(this.communeOf[at]), BRANCH(at)];
  }

  aboveCommune = (at) => this.provinceId(this.provinceOf[at]);
}

export const named = (letter, word, kind, level) => (at) => ({
  code: `${letter}${at + 1}`,
  name: `${word} ${at + 1}`,
  kind,
  level,
});
export const PROVINCE = named('T', 'Tỉnh', 'province', 'province');
export const COMMUNE = named('X', 'Xã', 'commune', 'commune');
export const BRANCH = named('C', 'Chi bộ', 'residential-branch', 'branch');
