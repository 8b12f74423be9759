import { dateOf, dayOf, localDayOf } from '#calendar';
import { Refusal } from '#contracts';
import { Authorizer, decodeCursor, encodeCursor } from '#http';
import { TreeReplica, type Tree } from '#tree';
import { Injectable } from '@nestjs/common';
import { firstAfter } from '../units/unit-order.rules.js';
import { MembersStore } from './members.store.js';
import { ReadLog } from './read-log.js';
import type { RollPage, RollQuery } from './roll.dto.js';
import { countsOf, entryOn, type RollMember } from './roll.rules.js';

/** Units whose rolls are read at once: more than any ward has, and their people still fit into memory easily. */
const MOST_UNITS = 1_000;

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
    const units = unitsOn(await this.trees.current(), unitId, query.scope, on);
    const entries = (await this.#members(units, on)).flatMap((member) => entryOn(member, units, on));
    const key = decodeCursor(query.cursor, 2)?.map(String);
    const after = key && { name: key[0] as string, id: key[1] as string };
    const rows = firstAfter(entries, query.limit + 1, after);
    const items = rows.slice(0, query.limit);
    const last = items.at(-1);
    await this.log.note({ sub, what: 'roll', unitId, memberIds: items.map(({ id }) => id) });
    return {
      on,
      counts: countsOf(entries, await this.#guests(units, on)),
      items,
      next: rows.length > query.limit && last ? encodeCursor([last.name, last.id]) : null,
    };
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

function unitsOn(tree: Tree, unitId: string, scope: RollQuery['scope'], on: string): ReadonlySet<string> {
  const units = scope === 'unit' ? [unitId] : tree.subtree(unitId, dayOf(on));
  if (units.length > MOST_UNITS) throw new Refusal('unprocessable', 'roll-too-large', { most: MOST_UNITS });
  return new Set(units);
}
