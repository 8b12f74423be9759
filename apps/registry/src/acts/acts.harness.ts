import { randomUUID } from 'node:crypto';
import { JUDGES, type Judge } from './act.js';
import type { ActView } from './act-view.js';
import { eventually, type Reply } from '#testing';
import { FIRST, Rolls, WARD_CLERK } from '../rolls.harness.js';

export const DAY = '2025-07-01';
export const SECOND = 'demo-administrator-second';
export type ActReply = Reply<ActView & { code: string; errors: { path: string; code: string }[] }>;

/** Acts over the units of `Rolls`, with somebody else to approve them. */
export class ActsBench {
  private constructor(readonly rolls: Rolls) {}

  static async open(): Promise<ActsBench> {
    const rolls = await Rolls.open();
    const grant = { person: SECOND, role: 'administrator', unitId: rolls.units.centre, from: '2020-01-01' };
    await rolls.registry.client(FIRST).post('/v1/roles', grant);
    return new ActsBench(rolls);
  }

  client(sub = FIRST) {
    return this.rolls.registry.client(sub);
  }

  async unit(name: string, parentId: string, level = 'branch'): Promise<string> {
    const body = {
      code: `${name}-${randomUUID().slice(0, 6)}`,
      name,
      level,
      kind: 'residential-branch',
      parentId,
      from: '1990-01-01',
    };
    return (await this.client().post<{ id: string }>('/v1/units', body)).body.id;
  }

  founded(name: string, parentId: string, changes: object = {}) {
    const code = `${name}-${randomUUID().slice(0, 6)}`;
    return { code, name, kind: 'residential-branch', level: 'branch', parentId, ...changes };
  }

  draft(steps: object[], changes: object = {}): Promise<ActReply> {
    const body = { decision: '31-QĐ/TU', effective: DAY, reason: 'Sắp xếp', steps, ...changes };
    return this.client().post('/v1/acts', body);
  }

  post(id: string, what: string, ifMatch: number | undefined, body: object = {}, sub = FIRST): Promise<ActReply> {
    return this.client(sub).post(`/v1/acts/${id}/${what}`, body, { ifMatch });
  }

  async read(id: string): Promise<ActView> {
    return (await this.client().get<ActView>(`/v1/acts/${id}`)).body;
  }

  /** Until the check has found what it finds here. */
  async found(id: string): Promise<ActView> {
    const act = await this.read(id);
    if (act.state === 'draft') await this.post(id, 'check', act.version);
    return eventually(async () => {
      const now = await this.read(id);
      return now.found && now;
    });
  }

  async codes(steps: object[], changes: object = {}): Promise<string[]> {
    const { body } = await this.draft(steps, changes);
    return ((await this.found(body.id)).found?.faults ?? []).map(({ code }) => code);
  }

  /** As the other services answer. */
  async answer(id: string, judges: readonly Judge[] = JUDGES, check?: number): Promise<void> {
    const act = await this.read(id);
    const data = {
      actId: id,
      check: check ?? act.check,
      treeRevision: act.found?.treeRevision ?? 0,
      counts: { 'things-open': 2 },
    };
    await this.rolls.registry.publish(judges.map((judge) => ({ type: `${judge}.act-impact-found.v1` as const, data })));
  }

  async checked(id: string): Promise<ActView> {
    await this.found(id);
    await this.answer(id);
    return this.until(id, 'checked');
  }

  until(id: string, state: ActView['state']): Promise<ActView> {
    return eventually(
      async () => {
        const act = await this.read(id);
        return act.state === state && act;
      },
      { timeoutMs: 30_000 },
    );
  }

  async approved(id: string): Promise<ActReply> {
    const { version } = await this.checked(id);
    return this.post(id, 'approve', version, {}, SECOND);
  }

  async applied(steps: object[], changes: object = {}): Promise<ActView> {
    const { body } = await this.draft(steps, changes);
    const approved = await this.approved(body.id);
    if (approved.status !== 200) throw new Error(JSON.stringify(approved.body));
    return this.until(body.id, 'applied');
  }

  async revoked(id: string): Promise<ActView> {
    const drafted = await this.post(id, 'revoke', undefined, { decision: '45-QĐ/TU', reason: 'Thu hồi' });
    const approved = await this.approved(drafted.body.id);
    if (approved.status !== 200) throw new Error(JSON.stringify([approved.body, await this.read(drafted.body.id)]));
    return this.until(drafted.body.id, 'applied');
  }

  /** All that an act may change, apart from versions and what they say of who did it. */
  async state(): Promise<Record<string, unknown>> {
    const { db } = this.rolls;
    const all = async (name: string) => db.collection<{ _id: string }>(name).find().sort({ _id: 1 }).toArray();
    const [units, members, offices, grants] = await Promise.all(['units', 'members', 'offices', 'grants'].map(all));
    const living = (rows: Record<string, unknown>[] = []) =>
      rows.filter(({ voided }) => !voided).map(({ version: _version, ...row }) => row);
    return {
      units: (units as unknown as { record: Record<string, unknown> }[])
        .map(({ record: { version: _v, ...record } }) => record)
        .filter(({ voided }) => !voided),
      members: living(members as Record<string, unknown>[]).map(({ _id, record, transit }) => ({
        _id,
        record,
        transit,
      })),
      offices: living(offices),
      grants: living(grants),
    };
  }

  close(): Promise<void> {
    return this.rolls.close();
  }
}

export { WARD_CLERK };
