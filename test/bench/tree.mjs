// The national tree: a centre, 34 provinces, 3,321 communes, 250,000 branches, or a part of it. Seeded.
import { chance, idOf } from './random.mjs';

export const NATION = { provinces: 34, communes: 3_321, branches: 250_000 };
const KIND = { centre: 1, province: 2, commune: 3, branch: 4 };
const SINCE = '2020-01-01';

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
function parentsOf(seed, what, count, parents) {
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
  constructor(seed, scale) {
    Object.assign(this, { seed, scale, sizes: sizesAt(scale) });
    const { provinces, communes, branches } = this.sizes;
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
    const unit = (id, parentId, { code, name, kind, level }) => ({
      _id: id,
      revision,
      record: {
        id,
        version: 1,
        voided: false,
        stretches: [{ from: SINCE, to: null, code, name, kind, level, parentId }],
      },
      ...(level === 'branch' ? {} : { hadChild: true }),
    });
    const { provinces, communes, branches } = this.sizes;
    yield unit(this.centreId(), null, { code: 'TW', name: 'Trung ương', kind: 'centre', level: 'centre' });
    for (let at = 0; at < provinces; at += 1)
      yield unit(this.provinceId(at), this.centreId(), named('T', 'Tỉnh', at, 'province', 'province'));
    for (let at = 0; at < communes; at += 1)
      yield unit(this.communeId(at), this.provinceId(this.provinceOf[at]), named('X', 'Xã', at, 'commune', 'commune'));
    for (let at = 0; at < branches; at += 1)
      yield unit(
        this.branchId(at),
        this.communeId(this.communeOf[at]),
        named('C', 'Chi bộ', at, 'residential-branch', 'branch'),
      );
  }
}

const named = (letter, word, at, kind, level) => ({
  code: `${letter}${at + 1}`,
  name: `${word} ${at + 1}`,
  kind,
  level,
});
