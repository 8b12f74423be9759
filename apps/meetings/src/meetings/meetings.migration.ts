import { ensureCollection, type Migration } from '#mongo';
import { MEETING_VERSIONS, MEETINGS } from './meeting.schema.js';

/** Creates the collections of meetings and their indexes. */
export const meetingsMigration = (id: number): Migration => ({
  id,
  name: 'meetings and their versions',
  async up(db) {
    const meetings = await ensureCollection(db, MEETINGS);
    // List of a subtree of few units: each unit's meetings in order of date.
    await meetings.createIndex({ unitId: 1, date: 1, _id: 1 }, { name: 'unit-date' });
    // List of a subtree of many units: all meetings in order of date, units picked out.
    await meetings.createIndex({ date: 1, _id: 1, unitId: 1 }, { name: 'date' });
    const versions = await ensureCollection(db, MEETING_VERSIONS);
    // Versions of one meeting, in order.
    await versions.createIndex({ meetingId: 1, version: 1 }, { name: 'meeting-version', unique: true });
  },
});
