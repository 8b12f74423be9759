import { grantsOf } from '#access';
import type { ActFault } from '#acts';
import { Refusal } from '#contracts';
import { Store } from '#mongo';
import type { Tree } from '#tree';
import { Injectable } from '@nestjs/common';
import { circumstancesOf } from '../members/circumstances.js';
import { returnWithUnit } from '../members/members.rules.js';
import { MembersStore } from '../members/members.store.js';
import type { ChangedRecord, StepDocument } from './act.js';
import { ActsStore } from './acts.store.js';
import { PeopleJudge, type PeopleFound } from './people-judge.js';

type Returning = { actId: string; by: string; steps: readonly StepDocument[]; tree: Tree };

/** Judges whether what an act did can be taken back: nothing that it touched was changed since by anything else. */
@Injectable()
export class ReturnJudge {
  constructor(
    private readonly store: Store,
    private readonly members: MembersStore,
    private readonly acts: ActsStore,
    private readonly people: PeopleJudge,
  ) {}

  async judge(returning: Returning): Promise<PeopleFound> {
    const founded = returning.steps.flatMap(({ before, record }) => (before ? [] : [record.id]));
    const members = await this.#members(returning, founded);
    const records = await this.#records(returning.actId, founded);
    const faults = [...unitFaults(returning), ...members.faults, ...records.faults];
    const counts = {
      members: members.marks.length,
      offices: records.offices,
      roles: records.roles,
      people: records.people,
    };
    return { faults, counts, marks: [...members.marks, ...records.marks].sort(), moves: [{ kind: 'return' }] };
  }

  async #members({ actId, by, tree }: Returning, founded: readonly string[]) {
    const faults: ActFault[] = [];
    const marks: string[] = [];
    const world = circumstancesOf(new Date(), by, tree);
    const gone = new Set(founded);
    const back = new Set<string>();
    for await (const member of this.members.members.find({ 'acts.byAct': actId, voided: false })) {
      marks.push(`member ${member._id} ${member.version}`);
      try {
        const { record } = returnWithUnit(member, actId, world);
        const left = record.stretches.find(({ unitId }) => gone.has(unitId));
        if (left) faults.push({ step: 0, code: 'members-without-place', unitId: left.unitId });
        back.add(member._id);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        faults.push({ step: 0, code: 'member-cannot-return' });
      }
    }
    for (const { _id, unitId } of await this.people.onRolls(founded, () => null))
      if (!back.has(_id)) faults.push({ step: 0, code: 'members-without-place', unitId });
    return { faults, marks };
  }

  async #records(actId: string, founded: readonly string[]) {
    const changed = await this.acts.records.find({ actId }).toArray();
    const [offices, roles] = await Promise.all([this.#now('offices', changed, 'office'), this.#grants(changed)]);
    const faults = [...offices, ...roles].flatMap(({ now, version, unitId }): ActFault[] =>
      now === version ? [] : [{ step: 0, code: 'changed-since-act', unitId }],
    );
    const known = new Set(changed.map(({ recordId }) => recordId));
    for (const { id, unitId } of await this.people.officesAt(founded))
      if (!known.has(id)) faults.push({ step: 0, code: 'office-holder-in-closed-unit', unitId });
    for (const { grantId, unitId } of await this.people.rolesAt(founded))
      if (!known.has(grantId)) faults.push({ step: 0, code: 'role-in-closed-unit', unitId });
    const marks = [...offices, ...roles].map(({ id, now }) => `record ${id} ${now}`);
    const people = new Set(roles.map(({ person }) => person)).size;
    return { faults, marks, offices: offices.length, roles: roles.length, people };
  }

  async #now(collection: string, changed: readonly ChangedRecord[], kind: ChangedRecord['kind']) {
    const own = new Map(changed.filter((one) => one.kind === kind).map(({ recordId, version }) => [recordId, version]));
    const found = await this.store.db
      .collection<{ _id: string; version: number; unitId: string; person?: string }>(collection)
      .find({ _id: { $in: [...own.keys()] } })
      .toArray();
    return found.map(({ _id: id, version: now, unitId, person }) => ({
      id,
      now,
      version: own.get(id),
      unitId,
      person,
    }));
  }

  #grants(changed: readonly ChangedRecord[]) {
    return this.#now(grantsOf(this.store.db).collectionName, changed, 'role');
  }
}

const unitFaults = ({ steps, tree }: Returning): ActFault[] =>
  steps.flatMap(({ record: { id, version } }, step) =>
    tree.get(id)?.version === version ? [] : [{ step, code: 'changed-since-act', unitId: id }],
  );
