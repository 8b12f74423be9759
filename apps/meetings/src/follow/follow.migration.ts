import type { Migration } from '#mongo';
import { MEETINGS } from '../meetings/meeting.schema.js';
import { OPINIONS } from '../opinions/opinion-state.js';
import { RESOLUTIONS } from '../resolutions/resolution-state.js';

/** Indexes by which what lies open with a unit, or was moved away from it, is found when an act changes it. */
export const followIndexesMigration = (id: number): Migration => ({
  id,
  name: 'facts that follow acts',
  async up(db) {
    for (const name of [MEETINGS, RESOLUTIONS, OPINIONS])
      await db.collection(name).createIndex({ 'followed.units': 1 }, { name: 'followed', sparse: true });
    for (const name of [RESOLUTIONS, OPINIONS])
      await db.collection(name).createIndex({ 'held.unitId': 1 }, { name: 'held', sparse: true });
    await db.collection(RESOLUTIONS).createIndex({ 'tasks.assignee.id': 1 }, { name: 'assignee' });
    await db.collection(OPINIONS).createIndex({ 'lying.unitId': 1 }, { name: 'lying' });
  },
});
