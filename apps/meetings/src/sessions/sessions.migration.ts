import { ensureCollection, type Migration } from '#mongo';
import { ensureFacts } from '../facts/versioned-facts.js';
import { MINUTES_BOOKS } from './minutes-book.js';
import { SESSIONS } from './session-state.js';

/** Creates the collections of committee sessions and their indexes. */
export const sessionsMigration = (id: number): Migration => ({
  id,
  name: 'committee sessions, their versions and books of minutes',
  async up(db) {
    const sessions = await ensureFacts(db, SESSIONS);
    // List of a subtree of few units: each unit's in order of date.
    await sessions.createIndex({ unitId: 1, date: 1, _id: 1 }, { name: 'unit-date' });
    // List of a subtree of many units: all in order of date, units picked out.
    await sessions.createIndex({ date: 1, _id: 1 }, { name: 'date' });
    // The book of minutes of a body and term, in order; a number is given once.
    await sessions.createIndex(
      { unitId: 1, body: 1, term: 1, minutesNumber: 1 },
      { name: 'book', unique: true, partialFilterExpression: { minutesNumber: { $gt: 0 } } },
    );
    await ensureCollection(db, MINUTES_BOOKS);
  },
});
