import { ensureCollection, type Migration } from '#mongo';
import { MEETING_GUARDS } from './meeting-dependents.js';
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

/** Until now one unit held a meeting, and nobody was named: gives what is stored the fields of joint meetings. */
export const jointMeetingsMigration = (id: number): Migration => ({
  id,
  name: 'meetings by member and of several units',
  async up(db) {
    const meetings = db.collection(MEETINGS);
    const fields = (unitId: string) => ({ unitIds: [unitId], joint: [], guests: null, members: null });
    await meetings.updateMany({ unitIds: { $exists: false } }, [{ $set: fields('$unitId') }]);
    await db
      .collection(MEETING_VERSIONS)
      .updateMany({ 'meeting.unitIds': { $exists: false } }, [
        { $set: Object.fromEntries(Object.entries(fields('$meeting.unitId')).map(([f, v]) => [`meeting.${f}`, v])) },
      ]);
    // List of a subtree of few units: the meetings each unit took part in, in order of date.
    await meetings.createIndex({ unitIds: 1, date: 1, _id: 1 }, { name: 'units-date' });
    // List of a subtree of many units: all meetings in order of date; the units are picked out of the documents.
    await meetings.createIndex({ date: 1, _id: 1 }, { name: 'by-date' });
    // Those of the host alone served the same lists.
    for (const name of ['unit-date', 'date']) if (await meetings.indexExists(name)) await meetings.dropIndex(name);
  },
});

/** What makes a change of a meeting and a command on what hangs on it conflict; found by id alone. */
export const meetingGuardsMigration = (id: number): Migration => ({
  id,
  name: 'guards of meetings',
  up: async (db) => void (await ensureCollection(db, MEETING_GUARDS)),
});
