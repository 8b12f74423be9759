import { eventually, HttpClient, type Reply, type System } from '#testing';
import {
  addCase,
  addMeeting,
  addMember,
  addReport,
  noFacts,
  type OracleAct,
  type OracleCase,
  type OracleFacts,
  type OracleMeeting,
  type OracleMember,
  type OracleReport,
} from '../../oracles/facts.js';
import type { OracleUnit } from '../../oracles/figures.js';
import { addDays, rangeOf } from '../../oracles/periods.js';
import { ActsKnown } from './act-world.js';
import { FollowupKnown } from './followup-world.js';
import { SessionsKnown } from './session-world.js';
import { Random } from './random.js';
import { ScoresWorld } from './score-world.js';

/** A thing as last acknowledged. `busy` while a command on it is under way: one client does not race itself. */
type Known<T> = T & { version: number; receipt: string; busy: boolean };
export type KnownUnit = OracleUnit & { code: string; version: number; voided: boolean; busy: boolean };
export type KnownMeeting = Known<OracleMeeting>;
export type KnownMember = Known<Omit<OracleMember, 'acts'>> & {
  acts: (OracleAct & { id: string })[];
  transit: { toUnitId: string } | null;
  stretches: { unitId: string; from: string; to: string | null }[];
};
export type KnownCase = Known<Omit<OracleCase, 'findings' | 'obligations'>> & {
  findings: { findingId: string; date: string; severity: string; withdrawnOn: string | null }[];
  obligations: { obligationId: string; due: string; fulfilledOn: string | null }[];
};
export type KnownReport = Known<OracleReport>;
/** A measure that is entered by hand in the reports of the run. */
type Entered = { code: string; semantics: string; scale: number };

type UnitBody = {
  id: string;
  version: number;
  voided: boolean;
  stretches: (OracleUnit['stretches'][number] & { code: string })[];
  receipt: string;
};
type MemberBody = {
  id: string;
  version: number;
  voided: boolean;
  receipt: string;
  actId: string | null;
  transit: KnownMember['transit'];
  stretches: KnownMember['stretches'];
  transferOverdue: OracleMember['overdue'];
};
type ReportBody = {
  id: string;
  version: number;
  receipt: string;
  unitId: string;
  type: string;
  state: string;
  nil: boolean;
  period: { id: string };
  values: { measure: string; value: number }[];
};
/** What a command on a member changes beside what its answer says. */
type MemberNews = Partial<Pick<KnownMember, 'person'>> & { acts?: (actId: string) => KnownMember['acts'] };

/** Who was there, by unit: the host's and those of the units that joined; undefined where only counts were stated. */
type People = { attended?: string[] | undefined; joint?: (string[] | undefined)[] };

/** Who reviews what the administrator handed in: nobody accepts their own. */
const SUPERIOR = 'demo-secretary-vinh-niem';
/** Who approves acts that the administrator drafted. */
const APPROVER = 'demo-organiser-centre';

/** Last day of a week, and of the one after it. */
function daysOfWeek(period: string): { lastDay: string; nextLastDay: string } {
  const { to } = rangeOf(period);
  return { lastDay: to, nextLastDay: addDays(to, 7) };
}

/** What the run knows: everything that was acknowledged, and how often something was refused and why. */
export class World {
  readonly units = new Map<string, KnownUnit>();
  readonly meetings = new Map<string, KnownMeeting>();
  readonly members = new Map<string, KnownMember>();
  readonly cases = new Map<string, KnownCase>();
  readonly periodic = new Map<string, KnownReport>();
  readonly followup = new FollowupKnown();
  readonly committees = new SessionsKnown();
  readonly acts: ActsKnown;
  readonly refusals: Record<string, number> = {};
  readonly accepted: Record<string, number> = {};
  lastTreeReceipt = '';
  entered: Entered[] = [];
  readonly registry: HttpClient;
  readonly meetingsService: HttpClient;
  readonly inspection: HttpClient;
  readonly reports: HttpClient;
  readonly superior: HttpClient;
  /** An earlier state of the figures was put back: until they have caught up, rights are judged by the tree of then. */
  catchingUp = false;
  /** Scores and superiors attending. */
  readonly superiors: ScoresWorld;
  readonly today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  /** First and last date of the facts of a run. */
  readonly from = addDays(this.today, -420);
  readonly to = addDays(this.today, -1);

  constructor(
    readonly system: Pick<System, 'client'>,
    readonly seed: number,
  ) {
    this.registry = system.client('registry');
    this.meetingsService = system.client('meetings');
    this.inspection = system.client('inspection');
    this.reports = system.client('reports');
    this.superior = system.client('reports', SUPERIOR);
    this.acts = new ActsKnown(system.client('registry', APPROVER));
    this.superiors = new ScoresWorld(system.client('meetings', SUPERIOR), new Random(seed));
  }

  get commands(): number {
    return [...Object.values(this.accepted), ...Object.values(this.refusals)].reduce((sum, n) => sum + n, 0);
  }

  /** Facts of all kinds, each with the receipt of its newest version. */
  get receipts(): { receipt: string }[] {
    const known = [this.meetings, this.members, this.cases, this.periodic].flatMap((facts) => [...facts.values()]);
    return [...known, ...this.followup.all, ...this.committees.all, ...this.superiors.receipts];
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

  /** A branch of the few on whose rolls the run puts people, so that they meet. */
  withRoll = (random: Random): KnownUnit => random.pick(this.atLevel('branch').slice(0, 40));

  /** What a second person needs to review reports, and what can be entered in them. */
  async prepare(): Promise<void> {
    const centre = this.atLevel('centre')[0]!;
    for (const [person, role] of [
      [SUPERIOR, 'secretary'],
      [APPROVER, 'administrator'],
    ]) {
      const grant = { person, role, unitId: centre.id, from: addDays(this.from, -100) };
      const granted = await this.registry.post('/v1/roles', grant, { key: `${role}-${this.seed}` });
      if (granted.status !== 201) throw new Error(`role: ${granted.status} ${JSON.stringify(granted.body)}`);
    }
    // Who is not known there yet is refused; and a state that is put back later must be one that knows them.
    await eventually(() => this.superior.read(`/v1/reports?unit=${centre.id}`), { timeoutMs: 30_000 });
    const { body } = await this.reports.read<{ measures: Entered[] }>('/v1/report-types/weekly-integrity');
    this.entered = body.measures;
    await this.superiors.prepare(this.meetingsService, centre.id);
  }

  /** All that was acknowledged, as the oracle takes it. */
  facts(): OracleFacts {
    const facts = noFacts();
    for (const meeting of this.meetings.values()) addMeeting(facts, meeting);
    for (const member of this.members.values()) addMember(facts, member);
    for (const found of this.cases.values())
      addCase(facts, { ...found, findings: found.findings.filter(({ withdrawnOn }) => withdrawnOn === null) });
    for (const report of this.periodic.values()) addReport(facts, report);
    this.followup.addTo(facts);
    this.committees.addTo(facts);
    this.superiors.addTo(facts, this.meetings);
    return facts;
  }

  /** Takes in the answer to a command on a unit. True when it was accepted. */
  unitAnswered(command: string, reply: Reply): boolean {
    if (!this.decided(command, reply)) return false;
    this.lastTreeReceipt = this.unitKnown(reply).receipt;
    return true;
  }

  /** Takes in a unit as it is now. */
  unitKnown(reply: Pick<Reply, 'body'> | Reply<object>): UnitBody {
    const body = reply.body as UnitBody;
    this.units.set(body.id, {
      id: body.id,
      version: body.version,
      voided: body.voided,
      code: body.stretches.at(-1)?.code ?? '',
      stretches: body.stretches.map(({ from, to, parentId, level }) => ({ from, to, parentId, level })),
      busy: this.units.get(body.id)?.busy ?? false,
    });
    return body;
  }

  /** Takes in the answer to a command on a meeting, with whom it named as present. True when it was accepted. */
  meetingAnswered(command: string, reply: Reply, people: People): boolean {
    if (!this.decided(command, reply)) return false;
    this.meetingKnown(reply, people);
    return true;
  }

  /** Takes in a meeting as it is now. */
  meetingKnown(reply: Reply, people: People): void {
    const body = reply.body as unknown as KnownMeeting;
    const joint = (body.joint ?? []).map((other, index) => ({ ...other, attended: people.joint?.[index] }));
    const busy = this.meetings.get(body.id)?.busy ?? false;
    this.meetings.set(body.id, { ...body, attended: people.attended, joint, busy });
  }

  memberAnswered(command: string, reply: Reply, { person, acts }: MemberNews): boolean {
    if (!this.decided(command, reply)) return false;
    const { id, version, voided, receipt, actId, transit, stretches, transferOverdue } = reply.body as MemberBody;
    const known = this.members.get(id);
    const newPerson = person ?? known?.person;
    if (!newPerson) throw new Error(`an answer about ${id}, whom nobody entered`);
    this.members.set(id, {
      id,
      version,
      voided,
      receipt,
      transit,
      stretches,
      overdue: transferOverdue,
      person: newPerson,
      acts: acts ? acts(actId ?? '') : (known?.acts ?? []),
      busy: known?.busy ?? false,
    });
    return true;
  }

  caseAnswered(command: string, reply: Reply): boolean {
    if (!this.decided(command, reply)) return false;
    const body = reply.body as unknown as KnownCase;
    this.cases.set(body.id, { ...body, busy: this.cases.get(body.id)?.busy ?? false });
    return true;
  }

  reportAnswered(command: string, reply: Reply): void {
    if (this.decided(command, reply)) this.reportKnown(reply);
  }

  /** Takes in a report as it is now. */
  reportKnown(reply: Reply): void {
    const { period, values, ...body } = reply.body as ReportBody;
    const semantics = new Map(this.entered.map((field) => [field.code, field.semantics]));
    this.periodic.set(body.id, {
      ...body,
      ...daysOfWeek(period.id),
      values: values.map(({ measure, value }) => ({ measure, value, semantics: semantics.get(measure) ?? '' })),
      busy: this.periodic.get(body.id)?.busy ?? false,
    });
  }

  followupAnswered(command: string, reply: Reply, what: 'resolution' | 'opinion'): void {
    if (!this.decided(command, reply)) return;
    if (what === 'resolution') this.followup.resolutionAccepted(reply);
    else this.followup.opinionAccepted(reply);
  }

  sessionAnswered(command: string, reply: Reply): void {
    if (this.decided(command, reply)) this.committees.accepted(reply);
  }

  /** Counts an outcome. @throws Error when it is none that a correct client may get. */
  decided(command: string, reply: Reply): boolean {
    const refused = this.catchingUp ? [403, 409, 412, 422] : [409, 412, 422];
    if (reply.status === 200 || reply.status === 201) {
      this.accepted[command] = (this.accepted[command] ?? 0) + 1;
      return true;
    }
    if (!refused.includes(reply.status)) throw new Error(`${command}: ${reply.status} ${JSON.stringify(reply.body)}`);
    this.refused(command, String(reply.body.code));
    return false;
  }

  refused(command: string, code: string): void {
    const counted = `${command}: ${code}`;
    this.refusals[counted] = (this.refusals[counted] ?? 0) + 1;
  }
}
