import { Refusal } from '#contracts';
import { mongo } from 'mongoose';

/** Faults of the data or of our code; everything else that MongoDB reports passes by itself and is tried again. */
const DETERMINISTIC_CODES = new Set([
  2, // BadValue
  9, // FailedToParse
  14, // TypeMismatch
  16, // InvalidLength
  26, // NamespaceNotFound
  28, // PathNotViable
  40, // ConflictingUpdateOperators
  52, // DollarPrefixedFieldName
  54, // NotSingleValueField
  57, // DottedFieldName
  66, // ImmutableField
  73, // InvalidNamespace
  121, // DocumentValidationFailure
  10334, // BSONObjectTooLarge
  11000, // DuplicateKey
  17419, // resulting document after update is larger than 16 MB
  17280, // KeyTooLong
  31249, // path collision
]);

const BROKEN = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ECONNABORTED', 'EHOSTUNREACH', 'ENETUNREACH']);

/** A connection that breaks while a large command is being written comes out of the driver as Node's own error. */
const isBrokenSocket = (error: Error & { code?: unknown; syscall?: unknown }): boolean =>
  (error.syscall === 'write' || error.syscall === 'read') && BROKEN.has(String(error.code));

/** A bulk write hides what broke it in an error of its own, as if the server had answered. */
const causeOf = (error: unknown): unknown =>
  error instanceof mongo.MongoBulkWriteError && (error.errorResponse as unknown) instanceof Error
    ? error.errorResponse
    : error;

/** True for errors of mongoose or the driver that mean "no server to talk to just now". */
export function isStoreAway(thrown: unknown): boolean {
  const error = causeOf(thrown);
  if (error instanceof Refusal) return error.kind === 'unavailable';
  if (
    error instanceof mongo.MongoNetworkError ||
    error instanceof mongo.MongoServerSelectionError ||
    error instanceof mongo.MongoNotConnectedError ||
    error instanceof mongo.MongoTopologyClosedError
  )
    return true;
  if (!(error instanceof Error)) return false;
  if (isBrokenSocket(error)) return true;
  if (error.name.startsWith('MongoNetwork') || error.name.startsWith('PoolClear')) return true;
  // mongoose with bufferCommands off throws a plain MongooseError while the connection is not open.
  return error.name === 'MongooseError' && error.message.includes('initial connection');
}

/**
 * Whether the same work can succeed later without anybody's help: MongoDB away, no primary, a write conflict, a
 * time-out, a full disk. False for faults of the data or of the code, which fail again however often they are tried.
 */
export function isTransient(error: unknown): boolean {
  if (isStoreAway(error)) return true;
  if (error instanceof mongo.MongoError) {
    if (error.hasErrorLabel('TransientTransactionError') || error.hasErrorLabel('UnknownTransactionCommitResult'))
      return true;
    if (error instanceof mongo.MongoInvalidArgumentError) return false;
    return !(typeof error.code === 'number' && DETERMINISTIC_CODES.has(error.code));
  }
  return false;
}
