import { demoId } from './ids.mjs';
import { localInstant, monthsBefore, startOf } from './dates.mjs';
import { TWO_LEVELS_FROM, UNITS } from './units.mjs';

const MINUTE = 60_000;
const BRANCHES = UNITS.filter((unit) => unit.level === 'branch');

const unitOf = (code) => BRANCHES.find((unit) => unit.code === code);

/** Whole numbers that look alive and are the same at every load. */
const pick = (seed, range) => Number.parseInt(demoId(seed).slice(0, 8), 16) % range;

/** Attendance of a branch of 12 to 40 members; the states add up to the roll. */
export function attendance(seed) {
  const belong = 12 + pick(`${seed}:belong`, 29);
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
    kind,
    startsAt: localInstant(startsAt),
    endsAt: localInstant(startsAt + (75 + pick(`${seed}:minutes`, 50)) * MINUTE),
    closing: { attendance: attendance(seed) },
  };
}

/**
 * The demo's meetings: each branch's regular evening on the 3rd, 4th or 5th (DOMAIN.md 1.4) of the last three whole
 * months, with a thematic one in some, and November 2020 in Vĩnh Niệm, when it lay in the district Lê Chân.
 */
export function demoMeetings(today) {
  const regular = (unit, month) => evening(unit, `${month}-0${3 + pick(`day:${unit.code}`, 3)}`, 'regular');
  const recent = monthsBefore(today, 3)
    .filter((month) => `${month}-01` >= TWO_LEVELS_FROM)
    .flatMap((month) => [
      ...BRANCHES.map((unit) => regular(unit, month)),
      ...BRANCHES.filter((unit) => pick(`thematic:${unit.code}:${month}`, 6) === 0).map((unit) =>
        evening(unit, `${month}-18`, 'thematic'),
      ),
    ]);
  const inVinhNiem = BRANCHES.filter((unit) => unit.code.startsWith('HP-VN-'));
  const past = inVinhNiem.map((unit) => regular(unit, '2020-11'));
  // Planned and not closed by anybody: the example of closing in the documents of meetings.
  const { closing: _closing, ...planned } = regular(unitOf('HP-VN-12'), '2020-12');
  return [planned, ...past, ...recent];
}
