export { bootService, serviceGround, serveApp, type ServiceDescription, type ServiceGround } from './boot.js';
export { BatchProcessor } from './consume/batch-processor.js';
export { wasAtRest } from './consume/batch-notes.js';
export { PROGRESS } from './consume/commit-step.js';
export { KAFKA_BATCH, KafkaBatchServer } from './consume/kafka-batch-server.js';
export {
  Halt,
  Outdated,
  shardOf,
  type Applied,
  type BatchApplier,
  type BatchTx,
  type Counted,
  type KafkaRecord,
  type ProgressDocument,
  type ReceivedEvent,
  type RecordBatch,
  type Refused,
} from './consume/record-batch.js';
export { parseRecord, type Parsed } from './consume/parse-record.js';
export { replaceFacts, type ReplicaDocument } from './consume/replace-facts.js';
export { versionGate, type Versioned } from './consume/version-gate.rules.js';
export { WorkerSessions } from './consume/worker-sessions.js';
export { DEAD_LETTERS, deadLetter, type DeadLetter } from './dead-letters/dead-letter.js';
export { DeadLetters } from './dead-letters/dead-letters.js';
export {
  KAFKA_PORT,
  type Consumption,
  type FetchedBatch,
  type KafkaPort,
  type PortState,
  type Subscription,
} from './kafka/kafka-port.js';
export { MessagingModule } from './messaging.module.js';
export { MESSAGING_OPTIONS, type MessagingOptions } from './messaging.options.js';
export { migrateService } from './migrate.js';
export { messagingMigrations, newTopicsMigration } from './migrations.js';
export { Outbox, type OutboxTx, type OutgoingEvent } from './outbox/outbox.js';
export { Relay } from './relay/relay.js';
export { LostClaim, WorkLoop } from './work-loop.js';
export { correctAccepted, readAccepted } from './relay/watermarks.js';
