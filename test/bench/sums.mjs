// What the figures must be: the generator's own sums by commune and month, made of nothing but the meetings it sent.

/** Code of a measure → what a meeting adds to it. */
export const MEASURES = {
  'meetings.held': () => 1,
  'meetings.minutes': ({ minutes }) => minutes,
  'meetings.late': ({ late }) => Number(late),
  'meetings.notice-in-time': ({ preparation }) => Number(preparation.noticeInTime),
  'meetings.documents-in-time': ({ preparation }) => Number(preparation.documentsInTime),
  'votes.taken': ({ votes }) => votes?.taken ?? 0,
  'votes.carried': ({ votes }) => votes?.carried ?? 0,
  'attendance.belong': ({ attendance }) => attendance.belong,
  'attendance.present': ({ attendance }) => attendance.present,
  'attendance.excused': ({ attendance }) => attendance.excused,
  'attendance.unexcused': ({ attendance }) => attendance.unexcused,
  'attendance.exempt': ({ attendance }) => attendance.exempt,
};
export const CODES = Object.keys(MEASURES);
const OF = Object.values(MEASURES);

export class Sums {
  constructor(nation) {
    this.nation = nation;
    this.byCommune = new Map();
  }

  /** A meeting of a branch comes (1) or is taken back (−1). */
  add(branch, meeting, sign) {
    const place = `${this.nation.communeOf[branch]}|${meeting.date.slice(0, 7)}`;
    let sums = this.byCommune.get(place);
    if (!sums) this.byCommune.set(place, (sums = new Float64Array(OF.length)));
    for (let at = 0; at < OF.length; at += 1) sums[at] += sign * OF[at](meeting);
  }

  /** The years that have meetings. */
  years() {
    return [...new Set([...this.byCommune.keys()].map((place) => place.split('|')[1].slice(0, 4)))].sort(
      (a, b) => a - b,
    );
  }

  /** Sums of a year by id of the commune, or by id of the province. */
  of(year, level) {
    const { nation } = this;
    const result = new Map();
    for (const [place, sums] of this.byCommune) {
      const [commune, month] = place.split('|');
      if (!month.startsWith(year)) continue;
      const id = level === 'commune' ? nation.communeId(commune) : nation.provinceId(nation.provinceOf[commune]);
      const before = result.get(id) ?? new Float64Array(OF.length);
      result.set(
        id,
        before.map((n, at) => n + sums[at]),
      );
    }
    return result;
  }
}
