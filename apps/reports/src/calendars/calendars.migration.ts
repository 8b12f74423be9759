import { BUILT_IN_CALENDARS } from '#calendar';
import { ensureCollection, type Migration } from '#mongo';
import { CALENDARS, type CalendarDocument } from './calendar.schema.js';

/** Calendars, with those that come with the system. A few dozen documents, found by their code: no index. */
export const calendarsMigration = (id: number): Migration => ({
  id,
  name: 'calendars',
  async up(db) {
    await ensureCollection(db, CALENDARS);
    const calendars = db.collection<CalendarDocument>(CALENDARS);
    for (const calendar of BUILT_IN_CALENDARS)
      await calendars.updateOne(
        { _id: calendar.code },
        { $setOnInsert: { ...calendar, actor: null, at: new Date() } },
        { upsert: true },
      );
  },
});
