import { Injectable, type OnModuleInit } from '@nestjs/common';
import { localDayOf } from '#calendar';
import type { Tx } from '#http';
import { Outbox } from '#messaging';
import { ensureCollection, Store, type Migration } from '#mongo';
import { TreeReplica } from '#tree';
import { MemberHooks } from '../members/member-hooks.js';
import { MEMBERS, unitsOfRecord, type MemberDocument } from '../members/member.js';
import { compositionChanges, type CompositionChanges, type CountedMember } from './composition.rules.js';

/** How many on a unit's roll are what, as last published. */
export type CompositionDocument = { _id: string; version: number; changes: CompositionChanges };
export const COMPOSITIONS = 'compositions';

export const compositionMigration = (id: number): Migration => ({
  id,
  name: 'compositions of units',
  async up(db) {
    await ensureCollection(db, COMPOSITIONS);
  },
});

const TRAITS = {
  _id: 0,
  'person.sex': 1,
  'person.birthDate': 1,
  'person.ethnicity': 1,
  'person.religion': 1,
  'record.stretches': 1,
} as const;

/** Counts anew, in the transaction that saved members, what the rolls they touched are like; publishes what changed. */
@Injectable()
export class CompositionStore implements OnModuleInit {
  constructor(
    private readonly store: Store,
    private readonly outbox: Outbox,
    private readonly trees: TreeReplica,
    private readonly hooks: MemberHooks,
  ) {}

  onModuleInit(): void {
    this.hooks.afterSave((tx, unitIds) => this.#recount(tx, unitIds));
  }

  /**
   * Read in the session, so with what was just saved. Two transactions at one unit meet in its document: the later one
   * is done again. Only one that changes no count passes the other, and adds nothing to it.
   */
  async #recount(tx: Tx, unitIds: readonly string[]): Promise<void> {
    const { session } = tx;
    const compositions = this.store.db.collection<CompositionDocument>(COMPOSITIONS);
    const found = await compositions.find({ _id: { $in: [...unitIds] } }, { session }).toArray();
    const known = new Map(found.map((one) => [one._id, one]));
    const people = await this.#peopleOf(tx, unitIds);
    const changed = unitIds.flatMap((unitId): CompositionDocument[] => {
      const { version = 0, changes: before = [] } = known.get(unitId) ?? {};
      const changes = compositionChanges(people.get(unitId) ?? []);
      return same(changes, before) ? [] : [{ _id: unitId, version: version + 1, changes }];
    });
    if (changed.length === 0) return;
    await compositions.bulkWrite(
      changed.map((replacement) => ({
        replaceOne: { filter: { _id: replacement._id }, replacement, upsert: true },
      })),
      { session },
    );
    const tree = await this.trees.current();
    const today = localDayOf(tx.now);
    await this.outbox.addAll(
      tx,
      changed.map(({ _id: unitId, version, changes }) => ({
        type: 'registry.composition-changed.v1' as const,
        data: { unitId, version, changes },
        key: tree.parentOn(unitId, today) ?? unitId,
      })),
    );
  }

  async #peopleOf({ session }: Tx, unitIds: readonly string[]): Promise<Map<string, CountedMember[]>> {
    const wanted = new Map(unitIds.map((unitId): [string, CountedMember[]] => [unitId, []]));
    const members = this.store.db
      .collection<MemberDocument>(MEMBERS)
      .find({ 'record.stretches.unitId': { $in: [...unitIds] } }, { session, projection: TRAITS });
    for await (const { person, record } of members)
      for (const unitId of unitsOfRecord(record)) {
        const spans = record.stretches.filter((stretch) => stretch.unitId === unitId);
        wanted.get(unitId)?.push({ traits: person, spans });
      }
    return wanted;
  }
}

const same = (one: CompositionChanges, other: CompositionChanges): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
