// Loaded before a report worker (node --import): writes down, as BSON, the commands of every transaction that commits.
// MONGODB_URI must say monitorCommands=true; BENCH_RECORD names the file.
import { openSync, writeSync } from 'node:fs';
import mongoose from 'mongoose';

const { BSON, MongoClient } = mongoose.mongo;
const file = openSync(process.env.BENCH_RECORD, 'w');
const open = new Map();
/** What the driver adds of its own, and will add again. */
const OF_THE_DRIVER = ['lsid', 'txnNumber', 'autocommit', 'startTransaction', 'readConcern', '$db', '$clusterTime'];

function note({ commandName, command }) {
  if (command.txnNumber === undefined || command.autocommit !== false) return;
  const transaction = `${command.lsid.id.toString('hex')}/${command.txnNumber}`;
  if (commandName === 'abortTransaction') open.delete(transaction);
  else if (commandName === 'commitTransaction') {
    const operations = open.get(transaction) ?? [];
    open.delete(transaction);
    writeSync(file, BSON.serialize({ operations }));
  } else {
    // A session's next transaction means that the one before is over, however it ended.
    if (command.startTransaction) open.set(transaction, []);
    const kept = Object.fromEntries(Object.entries(command).filter(([name]) => !OF_THE_DRIVER.includes(name)));
    // As bytes at once: later the objects may be changed.
    open
      .get(transaction)
      ?.push(BSON.deserialize(BSON.serialize(kept), { promoteValues: false, promoteBuffers: false }));
  }
}

const { connect } = MongoClient.prototype;
MongoClient.prototype.connect = function heard(...args) {
  if (!this.listenerCount('commandStarted')) this.on('commandStarted', note);
  return connect.apply(this, args);
};
