import { randomUUID } from 'node:crypto';
import { eventually, type CallOptions, type Reply, type System } from '#testing';

/** One unit of each level, alive for long, for flows that need no more. */
export type SmallTree = { centre: string; province: string; ward: string; branch: string };

const LEVELS = [
  ['centre', 'centre'],
  ['province', 'province'],
  ['ward', 'ward', 'commune'],
  ['branch', 'residential-branch', 'branch'],
] as const;

const must = (reply: Reply): Reply => {
  if (reply.status > 201) throw new Error(`${reply.status} ${JSON.stringify(reply.body)}`);
  return reply;
};

/** Creates the units over REST, each under the one before, and waits until all services know them and the administrator. */
export async function plantSmallTree(system: System): Promise<SmallTree> {
  const registry = system.client('registry');
  const tree: Record<string, string> = {};
  let parentId: string | null = null;
  for (const [name, kind, level = name] of LEVELS) {
    const id = randomUUID();
    const body = {
      id,
      code: `${name.toUpperCase()}-1`,
      name: `Đơn vị ${name}`,
      kind,
      level,
      parentId,
      from: '2020-01-01',
    };
    must(await registry.post('/v1/units', body));
    tree[name] = id;
    parentId = id;
  }
  const { branch } = tree as SmallTree;
  for (const [service, path] of [
    ['meetings', `/v1/meetings?unit=${branch}&from=2020-01-01&to=2020-01-02`],
    ['reports', `/v1/units/${branch}/rollup?period=2020-01-01`],
  ] as const) {
    await eventually(async () => must(await system.client(service).get(path)), { timeoutMs: 60_000 });
  }
  return tree as SmallTree;
}

/** A regular evening in the branch, closed at once. */
export const meetingOn = (unitId: string, date: string) => ({
  unitId,
  kind: 'regular',
  startsAt: `${date}T19:30:00+07:00`,
  endsAt: `${date}T21:10:00+07:00`,
  closing: {
    attendance: { belong: 20, present: 17, excused: 2, unexcused: 0, exempt: 1, elsewhere: 0, voteBase: 19 },
  },
});

/** Logs a meeting; 201 or an error. */
export const logMeeting = async (
  system: System,
  unitId: string,
  date: string,
  options: CallOptions = {},
): Promise<Reply<{ id: string; receipt: string; version: number }>> =>
  must(await system.client('meetings').post('/v1/meetings', meetingOn(unitId, date), options)) as Reply<{
    id: string;
    receipt: string;
    version: number;
  }>;

/** Meetings held under a unit in a period, once the read answers. */
export async function held(system: System, unitId: string, period: string): Promise<number> {
  const reply = await system
    .client('reports')
    .get<{ figures: { measure: string; value: number }[] }>(
      `/v1/units/${unitId}/rollup?period=${period}&measures=meetings.held`,
    );
  if (reply.status !== 200) throw new Error(`${reply.status} ${JSON.stringify(reply.body)}`);
  return reply.body.figures.find(({ measure }) => measure === 'meetings.held')?.value ?? 0;
}

/** Waits until so many meetings are in the figures. */
export const heldBecomes = (
  system: System,
  unitId: string,
  period: string,
  count: number,
  timeoutMs = 30_000,
): Promise<true> =>
  eventually(
    async () => {
      const now = await held(system, unitId, period);
      if (now !== count) throw new Error(`${now} meetings are in the figures, should be ${count}`);
      return true as const;
    },
    { timeoutMs },
  );
