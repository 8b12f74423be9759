import { mongo } from 'mongoose';
import { isStoreAway, isTransient } from './errors.js';

const systemError = (syscall: string, code: string): Error =>
  Object.assign(new Error(`${syscall} ${code}`), { syscall, code, errno: -104 });

const ofBulk = (error: Error | { message: string; code: number }): Error =>
  new mongo.MongoBulkWriteError(error, {} as mongo.BulkWriteResult);

describe('an error of the store', () => {
  it.each([
    ['a broken connection', new mongo.MongoNetworkError('closed')],
    // Found by npm run faults, seed 1: it was answered as 500, and in a batch taken for a fault of the code.
    ['a connection that broke while a command was written', systemError('write', 'ECONNRESET')],
    ['the same, seen at the pipe', systemError('write', 'EPIPE')],
    // Found by npm run faults, seed 1: answered as 500.
    ['a broken connection in a bulk write', ofBulk(new mongo.MongoNetworkError('connection 14 closed'))],
    ['a connection that broke while a bulk write was written', ofBulk(systemError('write', 'ECONNRESET'))],
  ])('is an absence: %s', (_what, error) => {
    expect(isStoreAway(error)).toBe(true);
    expect(isTransient(error)).toBe(true);
  });

  it.each([
    ['a missing file', systemError('open', 'ENOENT')],
    ['somebody else who is away', systemError('connect', 'ECONNREFUSED')],
    ['a fault of the code', new TypeError('undefined is not a function')],
    ['a duplicate key', new mongo.MongoServerError({ message: 'E11000', code: 11_000 })],
    ['a duplicate key in a bulk write', ofBulk({ message: 'E11000', code: 11_000 })],
  ])('is none: %s', (_what, error) => {
    expect(isStoreAway(error)).toBe(false);
    expect(isTransient(error)).toBe(false);
  });
});
