import { HttpClient, type Reply, type System } from '#testing';
import { addDays } from '../../oracles/periods.js';
import type { OracleMeeting } from '../../oracles/facts.js';
import type { OracleUnit } from '../../oracles/figures.js';
import { Random } from './random.js';

/** A thing as last acknowledged. `busy` while a command on it is under way: one client does not race itself. */
export type KnownUnit = OracleUnit & { code: string; version: number; voided: boolean; busy: boolean };
export type KnownMeeting = OracleMeeting & { version: number; receipt: string; busy: boolean };

type UnitBody = {
  id: string;
  version: number;
  voided: boolean;
  stretches: (OracleUnit['stretches'][number] & { code: string })[];
  receipt: string;
};
export type MeetingBody = Omit<KnownMeeting, 'busy'>;

/** What the run knows: everything that was acknowledged, and how often something was refused and why. */
export class World {
  readonly units = new Map<string, KnownUnit>();
  readonly meetings = new Map<string, KnownMeeting>();
  readonly refusals: Record<string, number> = {};
  readonly accepted: Record<string, number> = {};
  lastTreeReceipt = '';
  readonly registry: HttpClient;
  readonly meetingsService: HttpClient;
  readonly today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  /** First and last date of the facts of a run. */
  readonly from = addDays(this.today, -420);
  readonly to = addDays(this.today, -1);

  constructor(
    readonly system: System,
    readonly seed: number,
  ) {
    this.registry = system.client('registry');
    this.meetingsService = system.client('meetings');
  }

  get commands(): number {
    return [...Object.values(this.accepted), ...Object.values(this.refusals)].reduce((sum, n) => sum + n, 0);
  }

  date = (random: Random): string => addDays(this.from, random.int(420));

  levelOf = (unit: KnownUnit): string => unit.stretches.at(-1)?.level ?? '';

  atLevel(level: string): KnownUnit[] {
    return [...this.units.values()].filter((unit) => !unit.voided && this.levelOf(unit) === level);
  }

  /** One of a list on which no command is under way, or null. */
  free<T extends { busy: boolean }>(random: Random, list: readonly T[]): T | null {
    for (let attempt = 0; attempt < 10 && list.length; attempt++) {
      const found = random.pick(list);
      if (!found.busy) return found;
    }
    return null;
  }

  /** Takes in the answer to a command on a unit. True when it was accepted. */
  unitAnswered(command: string, reply: Reply): boolean {
    if (!this.decided(command, reply)) return false;
    const body = reply.body as UnitBody;
    this.units.set(body.id, {
      id: body.id,
      version: body.version,
      voided: body.voided,
      code: body.stretches.at(-1)?.code ?? '',
      stretches: body.stretches.map(({ from, to, parentId, level }) => ({ from, to, parentId, level })),
      busy: this.units.get(body.id)?.busy ?? false,
    });
    this.lastTreeReceipt = body.receipt;
    return true;
  }

  /** Takes in the answer to a command on a meeting. True when it was accepted. */
  meetingAnswered(command: string, reply: Reply): boolean {
    if (!this.decided(command, reply)) return false;
    const body = reply.body as unknown as MeetingBody;
    this.meetings.set(body.id, { ...body, busy: this.meetings.get(body.id)?.busy ?? false });
    return true;
  }

  /** Counts an outcome. @throws Error when it is none that a correct client may get. */
  private decided(command: string, reply: Reply): boolean {
    if (reply.status === 200 || reply.status === 201) {
      this.accepted[command] = (this.accepted[command] ?? 0) + 1;
      return true;
    }
    if (![409, 412, 422].includes(reply.status))
      throw new Error(`${command}: ${reply.status} ${JSON.stringify(reply.body)}`);
    const code = `${command}: ${String(reply.body.code)}`;
    this.refusals[code] = (this.refusals[code] ?? 0) + 1;
    return false;
  }
}
