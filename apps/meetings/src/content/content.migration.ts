import { ensureCollection, type Migration } from '#mongo';
import { MEETING_VERSIONS, MEETINGS } from '../meetings/meeting.schema.js';
import { NO_CONTENT } from './content.js';
import { MEETING_MINUTES } from './minutes.js';

/** Until now only the attendance was kept: gives what is stored an empty content, and creates the minutes. */
export const contentMigration = (id: number): Migration => ({
  id,
  name: 'contents and minutes of meetings',
  async up(db) {
    await db.collection(MEETINGS).updateMany({ content: { $exists: false } }, { $set: { content: NO_CONTENT } });
    await db
      .collection(MEETING_VERSIONS)
      .updateMany({ 'meeting.content': { $exists: false } }, { $set: { 'meeting.content': NO_CONTENT } });
    // Read by `_id` alone, which names the meeting and the version.
    await ensureCollection(db, MEETING_MINUTES);
  },
});
