import type { Reply } from '#testing';
import { attendance, kind, unitId } from './meeting-commands.js';
import type { Random } from './random.js';
import type { World } from './world.js';

type Entered = { results?: { id: string }[] };

const number = (n: number): string => String(n).padStart(2, '0');

/** A meeting as a clerk's sheet has it: local date and time, minutes, counts. */
function row(world: World, random: Random) {
  return {
    unit: unitId(world, random),
    kind: kind(random),
    date: world.date(random),
    start: `${number(random.int(24))}:${number(random.int(60))}`,
    minutes: random.between(30, 150),
    ...attendance(random),
    ...(random.chance(0.5) ? { code: random.uuid() } : { code: '' }),
  };
}

const csvOf = (rows: ReturnType<typeof row>[]): string =>
  [Object.keys(rows[0]!), ...rows.map((one) => Object.values(one))].map((cells) => cells.join(';')).join('\r\n');

/** A few meetings from one file, all or none; each is then a meeting like any other. */
export async function fileCommand(world: World, random: Random, key: string): Promise<void> {
  const rows = Array.from({ length: random.between(1, 4) }, () => row(world, random));
  const centre = world.atLevel('centre')[0]!;
  const path = `/v1/meetings/bulk?unit=${centre.id}&mode=atomic`;
  const options = { key, textType: random.chance(0.5) ? 'text/csv' : 'application/x-ndjson' };
  const text = options.textType === 'text/csv' ? csvOf(rows) : rows.map((one) => JSON.stringify(one)).join('\n');
  const reply: Reply<Entered> = await world.meetingsService.post<Entered>(path, text, options);
  if (reply.status !== 200) return void world.meetingAnswered('log meetings from a file', reply, {});
  for (const { id } of reply.body.results ?? []) {
    const meeting = await world.meetingsService.read(`/v1/meetings/${id}`);
    world.meetingAnswered('log meetings from a file', meeting, {});
  }
}
