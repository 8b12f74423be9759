import { ConnectionPool } from 'mongodb/lib/cmap/connection_pool.js';

// Called with the pool it belongs to.
// oxlint-disable-next-line typescript/unbound-method
const look = ConnectionPool.prototype.ensureMinPoolSize;

type Pool = typeof ConnectionPool.prototype;
function lookIfThereIsALeastSize(this: Pool): void {
  if (this.options.minPoolSize > 0) look.call(this);
}

/**
 * The driver (7.8) looks ten times a second whether each pool has its least number of connections, also where none was
 * asked for: half of an idle service's wake-ups. Connections that ended are found at checkout all the same.
 */
export function quietPools(): void {
  ConnectionPool.prototype.ensureMinPoolSize = lookIfThereIsALeastSize;
}
