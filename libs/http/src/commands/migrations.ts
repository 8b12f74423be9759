import { ensureCollection, type Migration } from '#mongo';
import { COMMANDS_COLLECTION, KEY_DAYS } from './commands.js';

/** The collection of idempotency keys. Ids 100–199 are kept for this lib. */
export const httpMigrations: Migration[] = [
  {
    id: 100,
    name: 'http: idempotency keys',
    up: async (db) => {
      const commands = await ensureCollection(db, COMMANDS_COLLECTION);
      // Forgets a key after its time; a client that repeats a command so late gets it done again.
      await commands.createIndex({ at: 1 }, { expireAfterSeconds: KEY_DAYS * 86_400 });
    },
  },
];
