// Preloaded into a service of a fault run: its clock is off by what TEST_CLOCK's file says, in milliseconds. Timers and
// performance.now go on as they are, as with a real clock that is set while a process runs.
import { readFileSync } from 'node:fs';

const file = process.env.TEST_CLOCK;
const RealDate = Date;
let offset = 0;

function look() {
  try {
    offset = Number(readFileSync(file, 'utf8')) || 0;
  } catch {
    offset = 0; // no such file: nobody sets this clock
  }
}

const now = () => RealDate.now() + offset;

if (file) {
  look();
  setInterval(look, 100).unref();
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args) => (args.length === 0 ? new target(now()) : new target(...args)),
    apply: (target) => new target(now()).toString(),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  });
}
