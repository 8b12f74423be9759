// Meetings as their events lie in Kafka: seeded, with repetitions, corrections and late ones, and the sums that must come out.
import { chance, idOf, mixed } from './random.mjs';
import { Sums } from './sums.mjs';

/** A national year of meetings, and what of its events is a repetition, a correction, or a year late. */
export const MEETINGS_A_YEAR = 3_200_000;
export const SHARES = { repeated: 0.01, corrected: 0.03, late: 0.03 };
export const YEAR = 2025;
const ID = { meeting: 20, member: 21, event: 22, trace: 23 };
const FOR = { kind: 30, minutes: 31, belong: 32, away: 33, votes: 34, ready: 35, fate: 36, late: 37, which: 38 };
/** Corrections and repetitions are of one of the last so many events. */
const RECENT = 4_000;
const DAY_MS = 86_400_000;
const EVENING = 154;

const dateAt = (year, day) => new Date(Date.UTC(year, 0, 1) + day * DAY_MS).toISOString().slice(0, 10);

/** A number without a divisor in common with `n`, so that stepping by it meets every branch before any twice. */
export function strideFor(n) {
  const gcd = (a, b) => (b === 0 ? a : gcd(b, a % b));
  let stride = Math.max(1, Math.floor(n * 0.618));
  while (gcd(stride, n) !== 1) stride += 1;
  return stride;
}

/**
 * Where and when: `evening` is one evening, a meeting of each branch; `steady` the days of a year in their order, from the first
 * on. `slices`: so many equal parts instead, spread evenly over as many of the last years as there are dozens of them.
 */
export function* places(nation, { shape, count, slices = 1 }) {
  const { branches } = nation.sizes;
  const stride = strideFor(branches);
  const branchAt = (at) => (at * stride) % branches;
  if (shape === 'evening') {
    for (let at = 0; ; at += 1) yield { at, branch: branchAt(at), year: YEAR, day: EVENING };
  }
  const perDay = (MEETINGS_A_YEAR * nation.scale) / 365;
  const years = Math.ceil(slices / 12);
  const perSlice = slices === 1 ? Infinity : Math.ceil(count / slices);
  for (let slice = 0; ; slice += 1) {
    const first = Math.floor((slice * 365 * years) / slices);
    for (let n = 0; n < perSlice; n += 1) {
      const day = first + Math.floor(n / perDay);
      const at = Math.floor(first * perDay) + n;
      yield { at, branch: branchAt(at), year: YEAR + 1 - years + Math.floor(day / 365), day: day % 365 };
    }
  }
}

/** The state of a meeting in one version; a correction has other counts. */
export function meetingOf(nation, { at, branch, year, day }, version, { members = false } = {}) {
  const { seed } = nation;
  const roll = (what) => chance(seed + version, what, at);
  const belong = 12 + Math.floor(chance(seed, FOR.belong, branch) * 20);
  const away = Math.floor(roll(FOR.away) * 5);
  const [excused, unexcused] = [Math.ceil(away / 2), Math.floor(away / 2)];
  const exempt = chance(seed, FOR.belong, branch + 7) < 0.3 ? 1 : 0;
  const present = belong - away - exempt;
  const kind = roll(FOR.kind) < 0.9 ? 'regular' : roll(FOR.kind) < 0.98 ? 'thematic' : 'extraordinary';
  const minutes = 60 + Math.floor(roll(FOR.minutes) * 60);
  const date = dateAt(chance(seed, FOR.late, at) < SHARES.late ? year - 1 : year, day);
  const taken = roll(FOR.votes) < 0.3 ? 2 : 0;
  // Seven in the evening in Viet Nam; instants as the service writes them.
  const start = Date.parse(`${date}T12:00:00Z`);
  return {
    meetingId: idOf(seed, ID.meeting, at),
    version,
    unitId: nation.branchId(branch),
    state: 'closed',
    kind,
    date,
    startsAt: new Date(start).toISOString(),
    endsAt: new Date(start + minutes * 60_000).toISOString(),
    minutes,
    attendance: {
      source: members ? 'roll' : 'declared',
      belong,
      present,
      excused,
      unexcused,
      exempt,
      elsewhere: 0,
      voteBase: belong - exempt,
    },
    tooShort: false,
    late: roll(FOR.ready) > 0.97,
    ...(members ? { attended: Array.from({ length: present }, (_, n) => idOf(seed, ID.member, branch * 64 + n)) } : {}),
    ...(taken > 0 ? { votes: { taken, carried: taken - 1 } } : {}),
    preparation: {
      noticeInTime: roll(FOR.ready) < 0.9,
      noticeToSuperior: true,
      documentsInTime: roll(FOR.ready) < 0.8,
      committeeMet: true,
      draftReady: true,
    },
  };
}

/** With keys in order at every depth, as the outbox writes data. */
export const inOrder = (value) =>
  Array.isArray(value) || typeof value !== 'object' || value === null
    ? value
    : Object.fromEntries(
        Object.keys(value)
          .sort()
          .map((key) => [key, inOrder(value[key])]),
      );

function envelopeOf(seed, meeting, count) {
  return {
    specversion: '1.0',
    id: idOf(seed, ID.event, count),
    type: 'meetings.meeting-recorded.v1',
    source: '/meetings',
    subject: meeting.meetingId,
    time: `${meeting.date}T14:30:00.000Z`,
    datacontenttype: 'application/json',
    traceparent: `00-${idOf(seed, ID.trace, count).replaceAll('-', '')}-${idOf(seed, ID.trace, count).slice(0, 8)}00000001-01`,
    data: inOrder(meeting),
  };
}

/**
 * `count` events of a shape, as {key, value}, into `sums` what the figures must be after all of them. The key is the branch's
 * parent, as the meetings service sends it.
 */
export function* events(nation, { shape, count, slices = 1, members = false }, sums = new Sums(nation)) {
  const { seed } = nation;
  const where = places(nation, { shape, count, slices });
  const recent = [];
  let fresh = 0;
  for (let made = 0; made < count; made += 1) {
    const fate = chance(seed, FOR.fate, made);
    const earlier = recent.length > 100 ? recent[mixed(seed, FOR.which, made) % recent.length] : undefined;
    if (earlier && fate < SHARES.repeated) {
      yield earlier.record;
      continue;
    }
    const corrects = earlier && fate < SHARES.repeated + SHARES.corrected;
    const fact = corrects ? earlier : { place: where.next().value, version: 0, meeting: undefined };
    const meeting = meetingOf(nation, fact.place, fact.version + 1, { members });
    if (fact.meeting) sums.add(fact.place.branch, fact.meeting, -1);
    sums.add(fact.place.branch, meeting, 1);
    const key = nation.communeId(nation.communeOf[fact.place.branch]);
    const record = { key, value: Buffer.from(JSON.stringify(envelopeOf(seed, meeting, made))) };
    Object.assign(fact, { version: meeting.version, meeting, record });
    if (!corrects) recent[fresh++ % RECENT] = fact;
    yield record;
  }
}
