export * from './dated-record.js';
export * from './place.js';
export * from './tree.js';
