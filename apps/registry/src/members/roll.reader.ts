import { dateOf, dayOf, localDayOf } from '#calendar';
import { Refusal } from '#contracts';
import { Authorizer, decodeCursor, encodeCursor } from '#http';
import { TreeReplica } from '#tree';
import { Injectable } from '@nestjs/common';
import { firstAfter } from '../units/unit-order.rules.js';
import { MembersStore } from './members.store.js';
import { ReadLog } from './read-log.js';
import type { RollPage, RollQuery } from './roll.dto.js';
import { countsOf, entryOn, type RollMember } from './roll.rules.js';
import { rollUnits } from './roll-units.rules.js';

/** The roll of a branch, or of all units under one, on a day. */
@Injectable()
export class RollReader {
  constructor(
    private readonly store: MembersStore,
    private readonly authorizer: Authorizer,
    private readonly trees: TreeReplica,
    private readonly log: ReadLog,
  ) {}

  async roll(sub: string, unitId: string, query: RollQuery): Promise<RollPage> {
    await this.authorizer.require(sub, 'members:read', unitId);
    const on = query.on ?? dateOf(localDayOf(new Date()));
    const span = { scope: query.scope, on: dayOf(on), today: localDayOf(new Date()) };
    const units = rollUnits(await this.trees.current(), unitId, span);
    const entries = (await this.#members(units, on)).flatMap((member) => entryOn(member, units, on));
    const after = await this.#positionOf(decodeCursor(query.cursor, 1)?.[0]);
    const rows = firstAfter(entries, query.limit + 1, after);
    const items = rows.slice(0, query.limit);
    const last = items.at(-1);
    await this.log.note({ sub, what: 'roll', unitId, memberIds: items.map(({ id }) => id) });
    return {
      on,
      counts: countsOf(entries, await this.#guests(units, on)),
      items,
      next: rows.length > query.limit && last ? encodeCursor([last.id]) : null,
    };
  }

  /** The cursor is a part of an address, so it holds no name: that is looked up again. */
  async #positionOf(id: string | number | null | undefined): Promise<{ name: string; id: string } | undefined> {
    if (id === undefined) return undefined;
    const member = await this.store.members.findOne({ _id: String(id) }, { projection: { 'person.name': 1 } });
    if (!member) throw new Refusal('malformed', 'invalid-cursor', {}, [{ path: 'cursor', code: 'invalid-cursor' }]);
    return { name: member.person.name, id: member._id };
  }

  #members(units: ReadonlySet<string>, on: string): Promise<RollMember[]> {
    return this.store.members
      .find({ 'record.stretches': { $elemMatch: at(units, on) } })
      .project<RollMember>({ 'person.name': 1, 'person.birthDate': 1, record: 1 })
      .toArray();
  }

  #guests(units: ReadonlySet<string>, on: string): Promise<number> {
    return this.store.members.countDocuments({ 'record.temporary': { $elemMatch: at(units, on) } });
  }
}

const at = (units: ReadonlySet<string>, on: string) => ({
  unitId: { $in: [...units] },
  from: { $lte: on },
  $or: [{ to: null }, { to: { $gt: on } }],
});
