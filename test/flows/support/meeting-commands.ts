import type { Random } from './random.js';
import { whileBusy } from './tree-commands.js';
import type { KnownMeeting, World } from './world.js';

const REASON = 'Random run';
const MINUTE = 60_000;
const local = (time: number): string => `${new Date(time + 7 * 3_600_000).toISOString().slice(0, 19)}+07:00`;

function attendance(random: Random) {
  const [excused, unexcused, exempt, elsewhere] = [random.int(4), random.int(2), random.int(3), random.int(2)];
  const present = random.between(3, 40);
  const belong = present + excused + unexcused + exempt + elsewhere;
  return { belong, present, excused, unexcused, exempt, elsewhere, voteBase: belong - exempt - elsewhere };
}

/** Times that test the edges of days too: any hour of a local date. */
function times(world: World, random: Random) {
  const start = Date.parse(`${world.date(random)}T00:00:00+07:00`) + random.int(24 * 60) * MINUTE;
  return { startsAt: local(start), endsAt: local(start + random.between(30, 150) * MINUTE) };
}

const kind = (random: Random): string => random.pick(['regular', 'regular', 'regular', 'thematic', 'extraordinary']);
/** Mostly branches; committees meet too, and groups once there are some. */
function unitId(world: World, random: Random): string {
  const groups = world.atLevel('group');
  if (groups.length && random.chance(0.05)) return random.pick(groups).id;
  return random.pick(world.atLevel(random.chance(0.93) ? 'branch' : 'commune')).id;
}

async function log(world: World, random: Random, key: string): Promise<void> {
  const planned = random.chance(0.15);
  const body = {
    ...(random.chance(0.5) ? { id: random.uuid() } : {}),
    unitId: unitId(world, random),
    kind: kind(random),
    ...times(world, random),
    ...(planned ? {} : { closing: { attendance: attendance(random) } }),
  };
  const name = planned ? 'plan meeting' : 'log meeting';
  world.meetingAnswered(name, await world.meetingsService.post('/v1/meetings', body, { key }));
}

type MeetingCommand = (world: World, random: Random, meeting: KnownMeeting, key: string) => Promise<void>;

const close: MeetingCommand = async (world, random, meeting, key) => {
  const reply = await world.meetingsService.post(
    `/v1/meetings/${meeting.id}/close`,
    { attendance: attendance(random) },
    { key, ifMatch: meeting.version },
  );
  world.meetingAnswered('close meeting', reply);
};

/** A correction of anything; every fifth changes the unit. */
const correct: MeetingCommand = async (world, random, meeting, key) => {
  const moved = random.chance(0.2);
  const body = {
    unitId: moved ? unitId(world, random) : meeting.unitId,
    kind: kind(random),
    ...(random.chance(0.5) ? times(world, random) : { startsAt: meeting.startsAt, endsAt: meeting.endsAt }),
    ...(meeting.state === 'closed' ? { attendance: attendance(random) } : {}),
    reason: REASON,
  };
  // Now and then with the version before: a client that did not hear of the newest one.
  const stale = meeting.version > 1 && random.chance(0.03);
  const options = { key, ifMatch: stale ? meeting.version - 1 : meeting.version };
  const reply = await world.meetingsService.put(`/v1/meetings/${meeting.id}`, body, options);
  const accepted = world.meetingAnswered(moved ? 'change unit of meeting' : 'correct meeting', reply);
  if (stale && accepted) throw new Error(`a stale correction of ${meeting.id} was accepted`);
};

const voidMeeting: MeetingCommand = async (world, _random, meeting, key) => {
  const reply = await world.meetingsService.post(
    `/v1/meetings/${meeting.id}/void`,
    { reason: REASON },
    { key, ifMatch: meeting.version },
  );
  world.meetingAnswered('void meeting', reply);
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
