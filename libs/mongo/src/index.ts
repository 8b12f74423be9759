export { addAll, Additions, type AddingTx } from './additions.js';
export { isStoreAway, isTransient } from './errors.js';
export { Gathered } from './gathered.js';
export { ensureCollection, migrate, StoreTooNew, type Migration } from './migrations.js';
export { MongoModule, openStore, type MongoOptions } from './mongo.module.js';
export { serverTime } from './server-time.js';
export { Store, type StoreState } from './store.js';
export { inTransaction, storeAway, type TransactionLimits } from './transaction.js';
export { upsertAll, type UpdateById } from './upsert-all.js';
