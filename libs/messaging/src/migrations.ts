import type { ServiceName, TopicName } from '#contracts';
import type { Migration } from '#mongo';

/**
 * Migrations 1 and 2 of a service: outbox, relay state and dead letters; the progress documents of the topics it
 * consumes. `rules` is the first version of its derivation rules. Other libs take ids 10–99, services 100 and up.
 */
export function messagingMigrations(
  _service: ServiceName,
  _consumes: readonly TopicName[],
  _options: { rules?: number } = {},
): Migration[] {
  throw new Error('not yet');
}

/** Progress documents of topics that a service came to consume later, under an id of its own. */
export function progressMigration(
  _id: number,
  _consumes: readonly TopicName[],
  _options: { rules?: number } = {},
): Migration {
  throw new Error('not yet');
}
