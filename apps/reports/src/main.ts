import { TOPICS } from '#contracts';
console.log(Object.keys(TOPICS).length);
