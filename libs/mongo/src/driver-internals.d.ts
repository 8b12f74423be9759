/** The one internal of the driver that quiet-pool.ts mends. */
declare module 'mongodb/lib/cmap/connection_pool.js' {
  export const ConnectionPool: {
    prototype: { options: { minPoolSize: number }; ensureMinPoolSize(): void };
  };
}
