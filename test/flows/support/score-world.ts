import { eventually, type HttpClient } from '#testing';
import type { OracleFacts, OracleMeeting } from '../../oracles/facts.js';
import {
  addPlan,
  addScore,
  addVisits,
  type OraclePlan,
  type OracleScore,
  type OracleSession,
} from '../../oracles/scores.js';

export type Item = { code: string; max: number; options: { points: number }[] | null; notApplicable: string | null };
type Known<T> = T & { version: number; receipt: string };
export type KnownPlan = Known<OraclePlan & { committeeId: string; busy: boolean }>;
export type Answer = { version: number; receipt: string };

/** What the run knows of scores and of superiors attending. */
export class ScoresWorld {
  readonly scores = new Map<string, Known<OracleScore>>();
  readonly visits = new Map<string, Known<{ meetingId: string; visitors: string[] }>>();
  readonly plans = new Map<string, KnownPlan>();
  readonly superior: HttpClient;
  /** A dozen superiors, so that plans and visits meet. */
  readonly visitors: string[];
  items: Item[] = [];

  constructor(superior: HttpClient, random: { uuid(): string }) {
    this.superior = superior;
    this.visitors = Array.from({ length: 12 }, () => random.uuid());
  }

  get receipts(): { receipt: string }[] {
    return [this.scores, this.visits, this.plans].flatMap((known) => [...known.values()]);
  }

  /** The sheet, and a superior of whom the meetings service has heard. */
  async prepare(meetings: HttpClient, centre: string): Promise<void> {
    await eventually(async () => (await this.superior.read(`/v1/visit-plans?unit=${centre}`)).status === 200);
    const { body } = await meetings.read<{ heads: { items: Item[] }[] }>('/v1/score-templates/hd42-example');
    this.items = body.heads.flatMap(({ items }) => items);
  }

  /** A change of a meeting or of visits makes versions of what hangs on it: their receipts are asked for anew. */
  async refresh(meetings: HttpClient): Promise<void> {
    const ask = async (known: Answer, path: string) => Object.assign(known, await current(meetings, path));
    for (const [id, score] of this.scores) await ask(score, `/v1/meetings/${id}/score`);
    for (const [id, visits] of this.visits) await ask(visits, `/v1/meetings/${id}/visits`);
    for (const [id, plan] of this.plans) await ask(plan, `/v1/visit-plans/${id}`);
  }

  addTo(facts: OracleFacts, meetings: ReadonlyMap<string, OracleMeeting>): void {
    const sessionOf = (id: string): OracleSession | undefined => {
      const meeting = meetings.get(id);
      if (!meeting) return undefined;
      const { unitId, startsAt, state, joint = [] } = meeting;
      return {
        unitId,
        date: dateOf(startsAt),
        closed: state === 'closed',
        unitIds: [unitId, ...joint.map((other) => other.unitId)],
      };
    };
    for (const score of this.scores.values()) addScore(facts, score, sessionOf(score.meetingId));
    const visits = [...this.visits.values()].map((one) => ({ ...one, session: sessionOf(one.meetingId) }));
    for (const one of visits) addVisits(facts, one, one.session);
    for (const plan of this.plans.values()) addPlan(facts, plan, visits);
  }
}

export const dateOf = (instant: string): string =>
  new Date(Date.parse(instant) + 7 * 3_600_000).toISOString().slice(0, 10);

/** Version and receipt as they stand. */
export async function current(meetings: HttpClient, path: string): Promise<Answer> {
  const { status, body } = await meetings.read<Answer>(path);
  if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
  return { version: body.version, receipt: body.receipt };
}
