// A year of meetings in every place of the demo, in fixed dates. Nobody held them; they are the same at every load.
import { demoId } from './ids.mjs';
import { localInstant, monthsFrom, startOf } from './dates.mjs';
import { ROLLS } from './rolls.mjs';
import { TWO_LEVELS_FROM, UNITS } from './units.mjs';

const MINUTE = 60_000;
const BRANCHES = UNITS.filter((unit) => unit.level === 'branch');
const HEADS = new Map(ROLLS.flatMap(({ branches }) => branches));

const unitOf = (code) => BRANCHES.find((unit) => unit.code === code);

/** Whole numbers that look alive and are the same at every load. */
export const pick = (seed, range) => Number.parseInt(demoId(seed).slice(0, 8), 16) % range;
/** One in `range`. */
export const rarely = (seed, range) => pick(seed, range) === 0;

/** Attendance of a branch, of 12 to 40 members where no roll tells; the states add up to the roll. */
export function attendance(seed, heads) {
  const belong = heads ?? 12 + pick(`${seed}:belong`, 29);
  const excused = pick(`${seed}:excused`, 4);
  const unexcused = pick(`${seed}:unexcused`, 2);
  const exempt = pick(`${seed}:exempt`, 3);
  const elsewhere = pick(`${seed}:elsewhere`, 2);
  const present = belong - excused - unexcused - exempt - elsewhere;
  return { belong, present, excused, unexcused, exempt, elsewhere, voteBase: belong - exempt - elsewhere };
}

function evening(unit, date, kind) {
  const seed = `meeting:${unit.code}:${date}`;
  const startsAt = startOf(date) + (19 * 60 + 30) * MINUTE;
  return {
    id: demoId(seed),
    unitId: unit.id,
    unitCode: unit.code,
    kind,
    startsAt: localInstant(startsAt),
    endsAt: localInstant(startsAt + (75 + pick(`${seed}:minutes`, 50)) * MINUTE),
    closing: { attendance: attendance(seed, HEADS.get(unit.code)) },
  };
}

/** Each branch meets on its day of the month, the 3rd to the 5th (DOMAIN.md 1.4). */
const regular = (unit, month) => evening(unit, `${month}-0${3 + pick(`day:${unit.code}`, 3)}`, 'regular');

/** Months of a place's year: 2025, which the reorganisation cuts in two; the new wards' first year. */
const yearOf = ({ from }) => monthsFrom(from === TWO_LEVELS_FROM ? '2025-07' : '2025-01', 12);

/** One of 25 misses a month, so that completeness has something to tell; Mỹ Phong's 6th never does, it is an example. */
const misses = (unit, month) => unit.code !== 'DT-MP-06' && rarely(`missed:${unit.code}:${month}`, 25);

/** A thematic session in the middle of a quarter, in half of the branches. */
const thematic = (unit) =>
  yearOf(unit)
    .filter((month) => Number(month.slice(5)) % 3 === 2 && rarely(`thematic:${unit.code}:${month}`, 2))
    .map((month) => evening(unit, `${month}-18`, 'thematic'));

const year = (unit) => [
  ...yearOf(unit)
    .filter((month) => !misses(unit, month))
    .map((month) => regular(unit, month)),
  ...thematic(unit),
];

const asPlanned = ({ closing: _closing, unitCode: _unitCode, ...planned }) => planned;

/** Planned and closed by nobody: the example of closing in the documents of meetings. */
export const PLANNED = asPlanned(regular(unitOf('HP-VN-12'), '2020-12'));

/** Every meeting that was held. `unitCode` is what a file of them says. */
export const HELD = [
  // What the article of December 2020 looks back on, when the ward lay in the district Lê Chân (DOMAIN.md 9.3).
  ...BRANCHES.filter(({ code }) => code.startsWith('HP-VN-')).map((unit) => regular(unit, '2020-11')),
  ...BRANCHES.flatMap(year),
];

/** Entered twice, by two people of one office: the second is voided. */
const DOUBLES = HELD.filter(({ id }) => rarely(`double:${id}`, 100)).map((meeting) => ({
  ...meeting,
  id: demoId(`double:${meeting.id}`),
}));

const MOST_ROWS = 500;
const HEAD =
  'Mã bản ghi;Mã chi bộ;Loại sinh hoạt;Giờ bắt đầu;Giờ kết thúc;Trong danh sách;Có mặt;Vắng có lý do;Vắng không lý do;' +
  'Miễn sinh hoạt;Tạm thời nơi khác;Cơ số biểu quyết';
const KINDS = { regular: 'Thường kỳ', thematic: 'Chuyên đề' };

function rowOf({ id, unitCode, kind, startsAt, endsAt, closing }) {
  const { belong, present, excused, unexcused, exempt, elsewhere, voteBase } = closing.attendance;
  const counts = [belong, present, excused, unexcused, exempt, elsewhere, voteBase];
  return [id, unitCode, KINDS[kind], startsAt, endsAt, ...counts].join(';');
}

/** What was held, as offices would hand it in: CSV, some hundred rows a file. */
export function meetingFiles() {
  const rows = [...HELD, ...DOUBLES].map(rowOf);
  return Array.from({ length: Math.ceil(rows.length / MOST_ROWS) }, (_, at) =>
    [HEAD, ...rows.slice(at * MOST_ROWS, (at + 1) * MOST_ROWS)].join('\r\n'),
  );
}

const change = (id, path, request) => ({
  sub: 'demo-administrator',
  service: 'meetings',
  path: `/v1/meetings/${id}${path}`,
  id: `${id}:change`,
  ifMatch: 1,
  ...request,
});

/** One in 40 was entered wrongly: a member had come late and was counted as absent. Requests, as in around.mjs. */
export const CORRECTED = HELD.filter(
  ({ id, closing }) => closing.attendance.excused > 0 && rarely(`corrected:${id}`, 40),
).map(({ id, unitCode: _unitCode, closing, ...details }) => {
  const { present, excused, ...rest } = closing.attendance;
  const corrected = { ...rest, present: present + 1, excused: excused - 1 };
  return change(id, '', {
    method: 'PUT',
    body: { ...details, attendance: corrected, reason: 'Một đảng viên đến muộn' },
  });
});

export const VOIDED = DOUBLES.map(({ id }) => change(id, '/void', { body: { reason: 'Nhập trùng' } }));
