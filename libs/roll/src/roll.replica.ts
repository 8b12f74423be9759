import { FACT_PREFIXES } from '#contracts';
import { ensureCollection, type Migration } from '#mongo';
import type { mongo } from 'mongoose';
import type { RollRecord } from './roll.rules.js';

/** Collection of a replica of `registry.members`: ids, units and dates, nothing else of a person. */
export const ROLL = 'roll';

/** A member as stored. A member entered by mistake stays, with empty lists. */
export type RollDocument = RollRecord & { _id: string; version: number; hash: string };

export const rollOf = (db: mongo.Db): mongo.Collection<RollDocument> => db.collection<RollDocument>(ROLL);
export const rollId = (memberId: string): string => FACT_PREFIXES.member + memberId;

/** Creates `roll`. Libs take ids below 100, services from there on. */
export const rollMigration: Migration = {
  id: 30,
  name: 'replica of the rolls',
  async up(db) {
    const roll = await ensureCollection(db, ROLL);
    // Roll.membersOn: everyone who was ever on the roll of a branch.
    await roll.createIndex({ 'stretches.unitId': 1 }, { name: 'unit' });
    // Roll.membersOn: everyone who was ever a guest of a branch.
    await roll.createIndex({ 'temporary.unitId': 1 }, { name: 'temporary-unit' });
  },
};
