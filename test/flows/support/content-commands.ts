import type { Random } from './random.js';
import { whileBusy } from './tree-commands.js';
import type { KnownMeeting, World } from './world.js';

const HOUR = 3_600_000;
const AGENDA = ['opening', 'last-resolution', 'opinions', 'next-tasks', 'adoption', 'thematic'];
const SUBJECTS = ['resolution', 'admission', 'personnel', 'minutes'];

type Voters = Pick<KnownMeeting, 'unitId' | 'joint'> & { attendance: object | null };

/** Some votes of a base; most go well, and now and then the base is that of who came, which is none. */
function voteOf(random: Random, unitId: string, base: number) {
  const inFavour = random.int(base + 1);
  const against = random.int(base - inFavour + 1);
  return {
    id: random.uuid(),
    unitId,
    subject: random.pick(SUBJECTS),
    method: random.pick(['hand', 'ballot']),
    for: inFavour,
    against,
    abstained: 0,
    threshold: random.pick(['half', 'two-thirds']),
    base: random.chance(0.05) ? base + 1 : base,
  };
}

const basesOf = ({ unitId, attendance, joint = [] }: Voters): { unitId: string; base: number }[] =>
  [{ unitId, attendance }, ...joint].flatMap((unit) => {
    const { voteBase } = (unit.attendance ?? {}) as { voteBase?: number };
    return voteBase === undefined ? [] : [{ unitId: unit.unitId, base: voteBase }];
  });

function votes(random: Random, voters: Voters) {
  const bases = basesOf(voters);
  return Array.from({ length: bases.length && random.int(4) }, () => random.pick(bases)).map(({ unitId, base }) =>
    voteOf(random, unitId, base),
  );
}

function preparation(random: Random, { startsAt }: KnownMeeting) {
  const before = (hours: number): string => new Date(Date.parse(startsAt) - random.int(hours) * HOUR).toISOString();
  return {
    ...(random.chance(0.7) ? { noticeSentAt: before(100) } : {}),
    ...(random.chance(0.7) ? { documentsAt: before(50) } : {}),
    noticeToSuperior: random.chance(0.5),
    draftReady: random.chance(0.5),
  };
}

/** States the content of a meeting, planned or closed. */
export async function contentCommand(world: World, random: Random, key: string): Promise<void> {
  const live = [...world.meetings.values()].filter((one) => one.state !== 'voided');
  const meeting = world.free(random, live);
  if (!meeting) return;
  const body = {
    preparation: preparation(random, meeting),
    agenda: AGENDA.filter(() => random.chance(0.5)).map((kind) => ({ kind })),
    votes: votes(random, meeting),
    reason: 'Random run',
  };
  const path = `/v1/meetings/${meeting.id}/content`;
  await whileBusy(world.meetings, meeting, async () => {
    const reply = await world.meetingsService.put(path, body, { key, ifMatch: meeting.version });
    const { attended, joint = [] } = meeting;
    world.meetingAnswered('state content', reply, { attended, joint: joint.map((other) => other.attended) });
  });
}

/** Votes anew with a correction that states counts: where they are missing and the base changes, it is refused. */
export function restatedVotes(random: Random, meeting: KnownMeeting, unitId: string, stated: { attendance?: object }) {
  if (!stated.attendance || meeting.state !== 'closed' || random.chance(0.3)) return {};
  return { votes: votes(random, { unitId, attendance: stated.attendance, joint: [] }) };
}
