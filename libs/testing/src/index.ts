export * from './eventually.js';
export * from './http-client.js';
export * from './isolation.js';
export * from './issuer.js';
export * from './process.js';
export * from './system.js';
export * from './topic-reader.js';
