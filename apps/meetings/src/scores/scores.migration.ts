import type { Migration } from '#mongo';
import { ensureFacts } from '../facts/versioned-facts.js';
import { SCORES } from './score.js';

/** Scores are found by the id of their meeting alone: no index of their own. */
export const scoresMigration = (id: number): Migration => ({
  id,
  name: 'scores and their versions',
  up: async (db) => void (await ensureFacts(db, SCORES)),
});
