export * from './dated-record.js';
export * from './place.js';
export * from './tree.js';
export * from './tree-migrations.js';
export * from './tree-replica.js';
