import { restatedVotes } from './content-commands.js';
import type { Random } from './random.js';
import { whileBusy } from './tree-commands.js';
import type { KnownMeeting, KnownMember, World } from './world.js';

const REASON = 'Random run';
const MINUTE = 60_000;
const local = (time: number): string => `${new Date(time + 7 * 3_600_000).toISOString().slice(0, 19)}+07:00`;

export function attendance(random: Random) {
  const [excused, unexcused, exempt, elsewhere] = [random.int(4), random.int(2), random.int(3), random.int(2)];
  const present = random.between(3, 40);
  const belong = present + excused + unexcused + exempt + elsewhere;
  return { belong, present, excused, unexcused, exempt, elsewhere, voteBase: belong - exempt - elsewhere };
}

/** Members of a unit's roll on a date, as far as is known, with a state for each. */
function byMember(world: World, random: Random, unit: string, date: string) {
  const members = [...world.members.values()]
    .filter(({ voided, stretches }) => !voided && stretches.some((stretch) => isOn(stretch, unit, date)))
    .map(({ id }) => ({ memberId: id, state: random.pick(['present', 'present', 'present', 'excused', 'unexcused']) }));
  return members.length > 0 && random.chance(0.7) ? { members } : { attendance: attendance(random) };
}
const isOn = (stretch: KnownMember['stretches'][number], unit: string, date: string): boolean =>
  stretch.unitId === unit && stretch.from <= date && (stretch.to === null || date < stretch.to);

type Stated = ReturnType<typeof byMember>;
/** Who was there, when it was stated by member. */
const present = (stated: Stated): string[] | undefined =>
  stated.members?.filter(({ state }) => state === 'present').map(({ memberId }) => memberId);

/** Times that test the edges of days too: any hour of a local date. */
function times(world: World, random: Random) {
  const start = Date.parse(`${world.date(random)}T00:00:00+07:00`) + random.int(24 * 60) * MINUTE;
  return { startsAt: local(start), endsAt: local(start + random.between(30, 150) * MINUTE) };
}

export const kind = (random: Random): string =>
  random.pick(['regular', 'regular', 'regular', 'thematic', 'extraordinary']);
/** Mostly branches, a part of them with rolls; committees meet too, and groups once there are some. */
export function unitId(world: World, random: Random): string {
  const groups = world.atLevel('group');
  if (groups.length && random.chance(0.05)) return random.pick(groups).id;
  if (random.chance(0.3)) return world.withRoll(random).id;
  return random.pick(world.atLevel(random.chance(0.93) ? 'branch' : 'commune')).id;
}

/** Another unit that met in the same session, now and then. */
function joint(world: World, random: Random, host: string, date: string) {
  const other = world.withRoll(random).id;
  if (other === host || random.chance(0.85)) return {};
  return { joint: [{ unitId: other, ...byMember(world, random, other, date) }] };
}

const peopleOf = (stated: Stated, { joint: others = [] }: ReturnType<typeof joint>) => ({
  attended: present(stated),
  joint: others.map((other) => present(other)),
});

async function log(world: World, random: Random, key: string): Promise<void> {
  const planned = random.chance(0.15);
  const unit = unitId(world, random);
  const when = times(world, random);
  const date = when.startsAt.slice(0, 10);
  const stated = byMember(world, random, unit, date);
  const others = planned ? {} : joint(world, random, unit, date);
  const body = {
    ...(random.chance(0.5) ? { id: random.uuid() } : {}),
    unitId: unit,
    kind: kind(random),
    ...when,
    ...others,
    ...(planned ? {} : { closing: stated }),
  };
  const name = planned ? 'plan meeting' : others.joint ? 'log joint meeting' : 'log meeting';
  const reply = await world.meetingsService.post('/v1/meetings', body, { key });
  world.meetingAnswered(name, reply, planned ? {} : peopleOf(stated, others));
}

type MeetingCommand = (world: World, random: Random, meeting: KnownMeeting, key: string) => Promise<void>;

const dateOf = ({ startsAt }: KnownMeeting): string =>
  new Date(Date.parse(startsAt) + 7 * 3_600_000).toISOString().slice(0, 10);

const close: MeetingCommand = async (world, random, meeting, key) => {
  const stated = byMember(world, random, meeting.unitId, dateOf(meeting));
  const options = { key, ifMatch: meeting.version };
  const reply = await world.meetingsService.post(`/v1/meetings/${meeting.id}/close`, stated, options);
  world.meetingAnswered('close meeting', reply, peopleOf(stated, {}));
};

/** A correction of anything; every fifth changes the unit. */
const correct: MeetingCommand = async (world, random, meeting, key) => {
  const moved = random.chance(0.2);
  const unit = moved ? unitId(world, random) : meeting.unitId;
  const when = random.chance(0.5) ? times(world, random) : { startsAt: meeting.startsAt, endsAt: meeting.endsAt };
  const stated = byMember(world, random, unit, dateOf({ ...meeting, ...when }));
  const body = {
    unitId: unit,
    kind: kind(random),
    ...when,
    ...(meeting.state === 'closed' ? stated : {}),
    ...restatedVotes(random, meeting, unit, stated),
    reason: REASON,
  };
  // Now and then with the version before: a client that did not hear of the newest one.
  const stale = meeting.version > 1 && random.chance(0.03);
  const options = { key, ifMatch: stale ? meeting.version - 1 : meeting.version };
  const reply = await world.meetingsService.put(`/v1/meetings/${meeting.id}`, body, options);
  const name = moved ? 'change unit of meeting' : 'correct meeting';
  const accepted = world.meetingAnswered(name, reply, meeting.state === 'closed' ? peopleOf(stated, {}) : {});
  if (stale && accepted) throw new Error(`a stale correction of ${meeting.id} was accepted`);
};

const voidMeeting: MeetingCommand = async (world, _random, meeting, key) => {
  const reply = await world.meetingsService.post(
    `/v1/meetings/${meeting.id}/void`,
    { reason: REASON },
    { key, ifMatch: meeting.version },
  );
  world.meetingAnswered('void meeting', reply, {});
};

/** One random command on meetings. */
export async function meetingCommand(world: World, random: Random, key: string): Promise<void> {
  const dice = random.next();
  const live = [...world.meetings.values()].filter((meeting) => meeting.state !== 'voided');
  const planned = live.filter((meeting) => meeting.state === 'planned');
  const meeting = world.free(random, dice < 0.15 && planned.length ? planned : live);
  if (dice >= 0.5 || !meeting) return log(world, random, key);
  const command = meeting.state === 'planned' && dice < 0.15 ? close : dice < 0.42 ? correct : voidMeeting;
  await whileBusy(world.meetings, meeting, () => command(world, random, meeting, key));
}
