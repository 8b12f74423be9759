export * from './dated-record.js';
export * from './place.js';
export * from './tree.js';
export * from './tree-migrations.js';
export * from './tree-replica.js';
export * from './tree-changes.applier.js';
export * from './tree.module.js';
export * from './unit-code.js';
