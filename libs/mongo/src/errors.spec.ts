import { mongo } from 'mongoose';
import { isStoreAway, isTransient } from './errors.js';

const systemError = (syscall: string, code: string): Error =>
  Object.assign(new Error(`${syscall} ${code}`), { syscall, code, errno: -104 });

describe('an error of the store', () => {
  it.each([
    ['a broken connection', new mongo.MongoNetworkError('closed')],
    // Found by npm run faults, seed 1: it was answered as 500, and in a batch taken for a fault of the code.
    ['a connection that broke while a command was written', systemError('write', 'ECONNRESET')],
    ['the same, seen at the pipe', systemError('write', 'EPIPE')],
  ])('is an absence: %s', (_what, error) => {
    expect(isStoreAway(error)).toBe(true);
    expect(isTransient(error)).toBe(true);
  });

  it.each([
    ['a missing file', systemError('open', 'ENOENT')],
    ['somebody else who is away', systemError('connect', 'ECONNREFUSED')],
    ['a fault of the code', new TypeError('undefined is not a function')],
    ['a duplicate key', new mongo.MongoServerError({ message: 'E11000', code: 11_000 })],
  ])('is none: %s', (_what, error) => {
    expect(isStoreAway(error)).toBe(false);
    expect(isTransient(error)).toBe(false);
  });
});
