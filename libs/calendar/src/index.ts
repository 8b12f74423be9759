export * from './calendars.js';
export * from './day.js';
export * from './period.js';
export * from './split.js';
