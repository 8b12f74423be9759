export * from './built-in.js';
export * from './calendars.js';
export * from './day.js';
export * from './holidays.js';
export * from './period.js';
export * from './split.js';
export * from './working-days.js';
