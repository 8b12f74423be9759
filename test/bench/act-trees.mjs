// Trees and the acts that change them, as steps of one act: the new records of units, in their order.
import { idOf } from './random.mjs';
import { BRANCH, COMMUNE, Nation, NATION, named, parentsOf, SINCE } from './tree.mjs';

const DISTRICT_ID = 5;
const NEW_COMMUNE_ID = 6;
const DISTRICT = named('H', 'Huyện', 'rural-district', 'district');
const NEW_COMMUNE = named('XM', 'Xã mới', 'commune', 'commune');
const OLD = { districts: 696, communes: 10_000 };
const ACT_ID = 9;

const always = (what, parentId) => [{ from: SINCE, to: null, ...what, parentId }];
const until = (what, parentId, day) => [{ from: SINCE, to: day, ...what, parentId }];
const movedOn = (day, what, before, after) => [
  ...until(what, before, day),
  { from: day, to: null, ...what, parentId: after },
];

/** Data of the events of one act, in its order, from a revision of the tree on. */
export function* stepsOf(records, { seed, effective, of, revision }) {
  let step = 0;
  for (const unit of records) {
    step += 1;
    const act = { id: idOf(seed, ACT_ID, 1), decision: '1-QĐ/TW', effective, step, of };
    yield { treeRevision: revision + step, unit: { version: 2, voided: false, ...unit }, act };
  }
}

/** A province of 100 communes and 4,500 branches (at scale 1), and a small one that it is handed over to. */
export class Handover extends Nation {
  effective = '2021-01-01';

  constructor(seed, scale) {
    const [given, small] = [Math.max(2, Math.round(100 * scale)), Math.max(1, Math.round(20 * scale))];
    const branches = 45 * (given + small);
    super(seed, branches / NATION.branches, { provinces: 2, communes: given + small, branches });
    this.given = given;
    this.provinceOf = Uint32Array.from({ length: given + small }, (_, at) => Number(at >= given));
    const [large, rest] = [parentsOf(seed, 12, 45 * given, given), parentsOf(seed, 13, 45 * small, small)];
    this.communeOf = Uint32Array.from([...large, ...rest.map((commune) => commune + given)]);
  }

  get steps() {
    return this.given;
  }

  *records() {
    const [from, to] = [this.provinceId(0), this.provinceId(1)];
    for (let at = 0; at < this.given; at += 1)
      yield { id: this.communeId(at), stretches: movedOn(this.effective, COMMUNE(at), from, to) };
  }

  /** What the generator says of rows by child once it is done: as [unit, period, sums by child]. */
  *wanted(sums) {
    const after = this.provinceOf.map(() => 1);
    const moved = Object.assign(Object.create(sums), {
      nation: Object.assign(Object.create(this), { provinceOf: after }),
    });
    for (const year of sums.years().filter((one) => one >= this.effective.slice(0, 4))) {
      yield [this.centreId(), year, moved.of(year, 'province')];
      yield [this.provinceId(1), year, sums.of(year, 'commune')];
    }
  }
}

/**
 * July 2025: 696 districts end, 10,000 communes become 3,321 under their provinces, every branch goes to the new commune. A new
 * commune is made of old ones of one province that lie side by side.
 */
export class July extends Nation {
  effective = '2025-07-01';

  constructor(seed, scale) {
    const communes = Math.max(4, Math.round(OLD.communes * scale));
    const provinces = Math.min(NATION.provinces, Math.max(1, Math.floor(communes / 4)));
    const branches = Math.max(communes, Math.round(NATION.branches * scale));
    super(seed, scale, { provinces, communes, branches });
    this.districts = Math.max(provinces, Math.round(OLD.districts * scale));
    this.provinceOfDistrict = parentsOf(seed, 14, this.districts, provinces);
    this.districtOf = parentsOf(seed, 15, communes, this.districts);
    this.provinceOf = this.districtOf.map((district) => this.provinceOfDistrict[district]);
    this.fuse(communes, Math.max(provinces, Math.round(NATION.communes * scale)));
  }

  /** Old communes by province, in groups as even as can be: so many new ones in all, or a few more. */
  fuse(communes, wanted) {
    const size = communes / wanted;
    this.newOf = new Uint32Array(communes);
    this.provinceOfNew = [];
    const inProvince = Array.from({ length: this.sizes.provinces }, () => []);
    for (let at = 0; at < communes; at += 1) inProvince[this.provinceOf[at]].push(at);
    for (const [province, list] of inProvince.entries())
      for (const [at, commune] of list.entries()) {
        if (at === 0 || Math.floor(at / size) !== Math.floor((at - 1) / size)) this.provinceOfNew.push(province);
        this.newOf[commune] = this.provinceOfNew.length - 1;
      }
  }

  districtId = (at) => idOf(this.seed, DISTRICT_ID, at);
  newCommuneId = (at) => idOf(this.seed, NEW_COMMUNE_ID, at);
  aboveCommune = (at) => this.districtId(this.districtOf[at]);

  *units() {
    for (const unit of super.units()) {
      // Districts come before the first commune.
      if (unit[0] === this.communeId(0))
        for (let at = 0; at < this.districts; at += 1)
          yield [this.districtId(at), this.provinceId(this.provinceOfDistrict[at]), DISTRICT(at)];
      yield unit;
    }
  }

  get steps() {
    return this.provinceOfNew.length + this.sizes.branches + this.sizes.communes + this.districts;
  }

  *records() {
    const { effective } = this;
    const branchesOf = Array.from({ length: this.sizes.communes }, () => []);
    for (const [branch, commune] of this.communeOf.entries()) branchesOf[commune].push(branch);
    const oldOf = Array.from(this.provinceOfNew, () => []);
    for (const [old, made] of this.newOf.entries()) oldOf[made].push(old);
    for (const [made, olds] of oldOf.entries()) {
      const madeId = this.newCommuneId(made);
      const founded = always(NEW_COMMUNE(made), this.provinceId(this.provinceOfNew[made]));
      yield { id: madeId, version: 1, stretches: founded.map((one) => ({ ...one, from: effective })) };
      for (const old of olds) {
        const oldId = this.communeId(old);
        for (const branch of branchesOf[old])
          yield { id: this.branchId(branch), stretches: movedOn(effective, BRANCH(branch), oldId, madeId) };
        const successions = [{ from: effective, history: 'moves', to: [{ unitId: madeId, weight: 1 }] }];
        yield { id: oldId, stretches: until(COMMUNE(old), this.aboveCommune(old), effective), successions };
      }
    }
    for (let at = 0; at < this.districts; at += 1)
      yield {
        id: this.districtId(at),
        stretches: until(DISTRICT(at), this.provinceId(this.provinceOfDistrict[at]), effective),
      };
  }

  /** What provinces have by new commune in some months, as [province, period, sums by new commune]. */
  *byNewCommune(sums, { period, from, to }) {
    const byProvince = Array.from({ length: this.sizes.provinces }, () => new Map());
    for (const [place, amounts] of sums.byCommune) {
      const [old, month] = place.split('|');
      if (month < from || month > to) continue;
      const made = this.newOf[old];
      const rows = byProvince[this.provinceOfNew[made]];
      const before = rows.get(this.newCommuneId(made));
      rows.set(this.newCommuneId(made), before ? before.map((n, at) => n + amounts[at]) : amounts);
    }
    for (const [province, rows] of byProvince.entries()) yield [this.provinceId(province), period, rows];
  }

  /** The year of the act and the quarter before it, as they are told in the tree after it. */
  *asIs(sums) {
    yield [this.centreId(), '2025', sums.of('2025', 'province')];
    yield* this.byNewCommune(sums, { period: '2025-Q2', from: '2025-04', to: '2025-06' });
  }

  /** Provinces have what they had; from July on the new communes have what their branches did. */
  *wanted(sums) {
    for (const year of sums.years()) yield [this.centreId(), year, sums.of(year, 'province')];
    yield* this.byNewCommune(sums, { period: '2025-H2', from: '2025-07', to: '2025-12' });
  }
}
