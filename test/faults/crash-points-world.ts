import { randomUUID } from 'node:crypto';
import { eventually, kafkaBrokers, type Reply, type System } from '#testing';
import { Kafka, logLevel } from 'kafkajs';
import { oraclePath, type OracleStretch } from '../oracles/cells.js';
import { addDays, daysBetween } from '../oracles/periods.js';
import { Random } from '../flows/support/random.js';

type UnitBody = {
  id: string;
  version: number;
  receipt: string;
  stretches: { from: string; to: string | null; parentId: string | null }[];
};
type MeetingBody = { id: string; version: number; receipt: string };
type Meeting = { id: string; unitId: string; date: string; held: boolean; version: number; busy: boolean };
type Rows = { rows: { period: { from: string; to: string }; figures: { measure: string; value: number }[] }[] };

const BEGIN = '2025-01-01';
const FIRST = '2026-01-05';
const DAYS = 150;
const LAST = addDays(FIRST, DAYS);
const MOST_UNDERWAY = 6;

/** A small tree and the meetings of its branches: what was acknowledged, and what the figures must therefore be. */
export class CrashWorld {
  readonly units = new Map<string, UnitBody>();
  readonly #meetings = new Map<string, Meeting>();
  readonly #receipts: string[] = [];
  readonly #underway = new Set<Promise<unknown>>();
  readonly #random: Random;
  #branches: string[] = [];
  #wards: string[] = [];
  poisons = 0;

  constructor(
    private readonly system: System,
    seed: number,
  ) {
    this.#random = new Random(seed);
  }

  async plant(): Promise<void> {
    const centre = await this.#create('centre', 'centre', null);
    const province = await this.#create('province', 'province', centre);
    for (let n = 0; n < 2; n += 1) this.#wards.push(await this.#create('ward', 'commune', province));
    for (let n = 0; n < 4; n += 1)
      this.#branches.push(await this.#create('residential-branch', 'branch', this.#wards[n % 2]!));
    const path = `/v1/meetings?unit=${this.#branches[3]}&from=2020-01-01&to=2020-01-02`;
    await eventually(async () => (await this.system.client('meetings').get(path)).status === 200, {
      timeoutMs: 60_000,
    });
  }

  /** Sends a command without waiting for its answer; it is sent again until it is decided. */
  send(what: 'meeting' | 'move' | 'poison'): void {
    if (this.#underway.size >= MOST_UNDERWAY) return;
    const work = what === 'meeting' ? this.#meeting() : what === 'move' ? this.#move() : this.#poison();
    const tracked = work.finally(() => this.#underway.delete(tracked));
    tracked.catch(() => undefined); // whoever waits for all sees it
    this.#underway.add(tracked);
  }

  /** Until every command is decided, and all that was acknowledged is in the figures. */
  async settle(): Promise<void> {
    await Promise.all(this.#underway);
    const reports = this.system.client('reports');
    for (const receipt of this.#receipts.splice(0))
      await eventually(
        async () => {
          const { body } = await reports.read<{ status: string }>(`/v1/receipts/${receipt}?wait=5s`);
          return body.status === 'applied' || body.status === 'no-figure' || body.status === 'superseded';
        },
        { timeoutMs: 60_000 },
      );
  }

  /** Months of units whose figure is not the number of meetings that were acknowledged there. */
  async differences(): Promise<string[]> {
    const wrong: string[] = [];
    const reports = this.system.client('reports');
    for (const id of this.units.keys()) {
      const path = `/v1/units/${id}/rollup?period=${FIRST}/${LAST}&by=month&measures=meetings.held`;
      const { body } = await reports.read<Rows>(path);
      for (const { period, figures } of body.rows) {
        const value = figures.find(({ measure }) => measure === 'meetings.held')?.value ?? 0;
        const expected = this.#held(id, period.from, period.to);
        if (value !== expected) wrong.push(`${id} ${period.from}/${period.to}: is ${value}, should be ${expected}`);
      }
    }
    return wrong;
  }

  #held(id: string, from: string, to: string): number {
    const units = new Map(
      [...this.units.values()].map(({ id: unit, stretches }): [string, OracleStretch[]] => [
        unit,
        stretches.map((stretch) => ({
          from: daysBetween(BEGIN, stretch.from),
          to: stretch.to === null ? null : daysBetween(BEGIN, stretch.to),
          parent: stretch.parentId,
        })),
      ]),
    );
    return [...this.#meetings.values()].filter(
      ({ unitId, date, held }) =>
        held && date >= from && date < to && oraclePath(units, unitId, daysBetween(BEGIN, date)).includes(id),
    ).length;
  }

  async #create(kind: string, level: string, parentId: string | null): Promise<string> {
    const id = randomUUID();
    const code = `${level.slice(0, 2).toUpperCase()}-${id.slice(0, 8)}`;
    const body = { id, code, name: `Đơn vị ${code}`, kind, level, parentId, from: BEGIN };
    this.#unitAnswered(await this.system.client('registry').post('/v1/units', body, { key: id }));
    return id;
  }

  /** A new meeting, or one that is voided. */
  async #meeting(): Promise<void> {
    const client = this.system.client('meetings');
    const free = [...this.#meetings.values()].filter(({ held, busy }) => held && !busy);
    if (free.length > 3 && this.#random.chance(0.3)) {
      const chosen = this.#random.pick(free);
      chosen.busy = true;
      const options = { ifMatch: chosen.version };
      const reply = await client.post(`/v1/meetings/${chosen.id}/void`, { reason: 'Crash points' }, options);
      this.#meetingAnswered(reply, { ...chosen, held: false, busy: false });
      return;
    }
    const [unitId, date] = [this.#random.pick(this.#branches), addDays(FIRST, this.#random.int(DAYS))];
    const attendance = { belong: 20, present: 17, excused: 2, unexcused: 0, exempt: 1, elsewhere: 0, voteBase: 19 };
    const body = {
      unitId,
      kind: 'thematic',
      startsAt: `${date}T19:30:00+07:00`,
      endsAt: `${date}T21:10:00+07:00`,
      closing: { attendance },
    };
    this.#meetingAnswered(await client.post('/v1/meetings', body), { unitId, date, held: true, busy: false });
  }

  async #move(): Promise<void> {
    // One at a time: a client does not race itself.
    await Promise.allSettled(this.#underway);
    const unit = this.units.get(this.#random.pick(this.#branches))!;
    const body = {
      parentId: this.#random.pick(this.#wards),
      from: addDays(FIRST, this.#random.int(DAYS)),
      reason: 'Crash points',
    };
    const reply = await this.system
      .client('registry')
      .post(`/v1/units/${unit.id}/move`, body, { ifMatch: unit.version });
    // A move to where it lies already is refused, and changes nothing.
    if (reply.status < 300) this.#unitAnswered(reply);
  }

  async #poison(): Promise<void> {
    this.poisons += 1;
    const producer = new Kafka({ brokers: kafkaBrokers().split(','), logLevel: logLevel.NOTHING }).producer();
    await producer.connect();
    const value = `not json, number ${this.poisons}`;
    await producer.send({ topic: `${this.system.prefix}meetings.events`, messages: [{ partition: 0, value }] });
    await producer.disconnect();
  }

  #unitAnswered(reply: Reply): void {
    if (reply.status > 201) throw new Error(`unit: ${reply.status} ${JSON.stringify(reply.body)}`);
    const body = reply.body as UnitBody;
    this.units.set(body.id, body);
    this.#receipts.push(body.receipt);
  }

  #meetingAnswered(reply: Reply, meeting: Omit<Meeting, 'id' | 'version'>): void {
    if (reply.status > 201) throw new Error(`meeting: ${reply.status} ${JSON.stringify(reply.body)}`);
    const { id, version, receipt } = reply.body as MeetingBody;
    this.#meetings.set(id, { ...meeting, id, version });
    this.#receipts.push(receipt);
  }
}
