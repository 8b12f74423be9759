import { grantsOf, toGrant, type Grant } from '#access';
import type { ActFault, Expansion, UnitEnd } from '#acts';
import { dayOf } from '#calendar';
import { Store } from '#mongo';
import { stateOn } from '#tree';
import { Injectable } from '@nestjs/common';
import { HOLDS_ROLL } from '../members/lifecycle.rules.js';
import { MembersStore } from '../members/members.store.js';
import { OFFICE_KINDS, type Office } from '../offices/offices.rules.js';
import { VersionedRecords } from '../records/versioned-records.js';
import type { Counts, PeopleMove } from './act.js';
import { endHeld, heldFrom, overlap } from './people.rules.js';

/** What an act does to people; `marks` name every record that it would touch with its version. */
export type PeopleFound = { faults: ActFault[]; counts: Counts; marks: string[]; moves: PeopleMove[] };

const UNITS_AT_ONCE = 1_000;
type OnRoll = { _id: string; version: number; unitId: string };

/** Judges what an act means for members, offices and roles of the units it ends or splits, and counts them. */
@Injectable()
export class PeopleJudge {
  readonly #offices: VersionedRecords<Office>;

  constructor(
    private readonly store: Store,
    private readonly members: MembersStore,
  ) {
    this.#offices = new VersionedRecords<Office>(store, 'offices');
  }

  async judge(expansion: Expansion, effective: string): Promise<PeopleFound> {
    const members = await this.#members(expansion, effective);
    const offices = await this.#held(expansion, (units) => this.officesAt(units));
    const roles = await this.#held(expansion, (units) => this.rolesAt(units));
    const faults = [
      ...members.faults,
      ...officeFaults(expansion, offices, await this.#atSuccessors(expansion, offices)),
      ...roleFaults(expansion, roles),
    ];
    const marks = [
      ...members.rows.map(({ _id, version }) => `member ${_id} ${version}`),
      ...offices.map(({ id, version }) => `office ${id} ${version}`),
      ...roles.map(({ grantId, version }) => `role ${grantId} ${version}`),
    ];
    const people = new Set(roles.map(({ person }) => person)).size;
    const counts = { members: members.moved, offices: offices.length, roles: roles.length, people };
    return { faults, counts, marks: marks.sort(), moves: movesOf(expansion) };
  }

  async officesAt(units: readonly string[]): Promise<Office[]> {
    return this.#inParts(units, (part) => this.#offices.find({ unitId: { $in: [...part] }, voided: false }));
  }

  async rolesAt(units: readonly string[]): Promise<Grant[]> {
    return this.#inParts(units, async (part) => {
      const found = await grantsOf(this.store.db)
        .find({ unitId: { $in: [...part] }, voided: false })
        .toArray();
      return found.map(toGrant);
    });
  }

  /** Who is on the roll of one of the units on the day or later; of a unit without a day, who ever was. */
  async onRolls(units: readonly string[], from: (unitId: string) => string | null): Promise<OnRoll[]> {
    const wanted = new Set(units);
    return this.#inParts(units, async (part) => {
      const found = await this.members.members
        .find({ 'record.stretches.unitId': { $in: [...part] } }, { projection: { version: 1, 'record.stretches': 1 } })
        .toArray();
      return found.flatMap(({ _id, version, record }) => {
        const at = record.stretches.filter(({ unitId, to }) => {
          const date = from(unitId);
          return wanted.has(unitId) && part.includes(unitId) && (date === null || to === null || to > date);
        });
        return [...new Set(at.map(({ unitId }) => unitId))].map((unitId) => ({ _id, version, unitId }));
      });
    });
  }

  async #inParts<T>(units: readonly string[], read: (part: readonly string[]) => Promise<T[]>): Promise<T[]> {
    const found: T[] = [];
    for (let at = 0; at < units.length; at += UNITS_AT_ONCE)
      found.push(...(await read(units.slice(at, at + UNITS_AT_ONCE))));
    return found;
  }

  async #held<T extends { unitId: string; from: string; to: string | null; version: number; voided: boolean }>(
    { ends }: Expansion,
    read: (units: readonly string[]) => Promise<T[]>,
  ): Promise<T[]> {
    const dates = new Map(ends.map(({ unitId, date }) => [unitId, date]));
    const found = await read([...dates.keys()]);
    return found.filter((held) => heldFrom(held, dates.get(held.unitId) ?? null));
  }

  async #atSuccessors({ ends }: Expansion, moving: readonly Office[]): Promise<Office[]> {
    const leaving = new Set(moving.map(({ unitId }) => unitId));
    const targets = new Set(ends.flatMap(({ unitId, to }) => (to !== null && leaving.has(unitId) ? [to] : [])));
    return this.officesAt([...targets]);
  }

  async #members(expansion: Expansion, effective: string) {
    const { placing, ends, memberMoves, tree } = expansion;
    const never = new Set(ends.filter(({ date }) => date === null).map(({ unitId }) => unitId));
    const unrolled = rollLost(expansion, effective);
    const units = [...new Set([...placing.keys(), ...unrolled.keys()])];
    const rows = await this.onRolls(units, (unitId) => (never.has(unitId) ? null : effective));
    const faults = new Map<string, ActFault>();
    const fault = (one: ActFault) => faults.set(`${one.code} ${one.unitId} ${one.other}`, one);
    const place = placesOf(memberMoves);
    let moved = 0;
    for (const { _id, unitId } of rows) {
      const step = placing.get(unitId) ?? unrolled.get(unitId) ?? 0;
      const to = placing.has(unitId) ? place(unitId, _id) : undefined;
      if (to === undefined || unrolled.has(unitId)) fault({ step, code: 'members-without-place', unitId });
      else if (to !== unitId) {
        moved += 1;
        const level = levelOf(tree, to, effective);
        if (level && !HOLDS_ROLL.has(level)) fault({ step, code: 'unit-holds-no-roll', unitId, other: to });
      }
    }
    const here = new Set(rows.map(({ _id, unitId }) => `${unitId} ${_id}`));
    for (const { fromUnitId, memberIds } of memberMoves)
      if (memberIds !== 'all' && memberIds.some((id) => !here.has(`${fromUnitId} ${id}`)))
        fault({ step: placing.get(fromUnitId) ?? 0, code: 'member-not-on-roll', unitId: fromUnitId });
    return { rows, moved, faults: [...faults.values()] };
  }
}

const levelOf = (tree: Expansion['tree'], unitId: string, date: string) => {
  const record = tree.get(unitId);
  return record && stateOn(record, dayOf(date))?.level;
};

/** Units that held a roll and by their new level no longer may. */
function rollLost({ records, tree }: Expansion, effective: string): Map<string, number> {
  const lost = new Map<string, number>();
  for (const { before, record, step } of records) {
    const [old, now] = [before && stateOn(before, dayOf(effective))?.level, levelOf(tree, record.id, effective)];
    if (old && now && HOLDS_ROLL.has(old) && !HOLDS_ROLL.has(now)) lost.set(record.id, step);
  }
  return lost;
}

/** Where a member of a unit goes: by name, else with all. */
function placesOf(moves: Expansion['memberMoves']): (unitId: string, memberId: string) => string | undefined {
  const named = new Map<string, string>();
  const all = new Map<string, string>();
  for (const { fromUnitId, toUnitId, memberIds } of moves)
    if (memberIds === 'all') all.set(fromUnitId, toUnitId);
    else for (const id of memberIds) named.set(`${fromUnitId} ${id}`, toUnitId);
  return (unitId, memberId) => named.get(`${unitId} ${memberId}`) ?? all.get(unitId);
}

function officeFaults({ ends, placing }: Expansion, offices: readonly Office[], there: readonly Office[]): ActFault[] {
  const endOf = new Map(ends.map((end) => [end.unitId, end]));
  const faults: ActFault[] = [];
  const taken: Pick<Office, 'unitId' | 'office' | 'from' | 'to'>[] = there.filter(
    ({ id }) => !offices.some((one) => one.id === id),
  );
  for (const office of offices) {
    const end = endOf.get(office.unitId) as UnitEnd;
    const step = placing.get(office.unitId) ?? 0;
    const refuse = (code: string) => faults.push({ step, code, unitId: office.unitId });
    if (end.offices === null) refuse('office-holder-in-closed-unit');
    if (end.offices !== 'move') continue;
    const begun = endHeld(office, end.date, end.to, () => ({})).begun;
    if (!begun) refuse('office-without-place');
    else if (
      OFFICE_KINDS[begun.office].single &&
      taken.some((one) => one.unitId === begun.unitId && one.office === begun.office && overlap(one, begun))
    )
      refuse('office-taken');
    else taken.push(begun);
  }
  return faults;
}

function roleFaults({ ends, placing }: Expansion, roles: readonly Grant[]): ActFault[] {
  const held = new Set(roles.map(({ unitId }) => unitId));
  return ends
    .filter(({ unitId, roles: said, to }) => said === 'move' && to === null && held.has(unitId))
    .map(({ unitId }) => ({ step: placing.get(unitId) ?? 0, code: 'role-without-place', unitId }));
}

function movesOf({ memberMoves, ends }: Expansion): PeopleMove[] {
  const staying = new Map<string, string[]>();
  for (const { fromUnitId, toUnitId, memberIds } of memberMoves)
    if (fromUnitId === toUnitId && memberIds !== 'all') staying.set(fromUnitId, [...memberIds]);
  const members = memberMoves
    .filter(({ fromUnitId, toUnitId }) => fromUnitId !== toUnitId)
    .map((move): PeopleMove => ({ kind: 'members', ...move, staying: staying.get(move.fromUnitId) ?? [] }));
  return [...members, ...ends.map((end): PeopleMove => ({ kind: 'end', ...end }))];
}
