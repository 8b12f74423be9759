import { Module, type DynamicModule } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import { createConnection, type Connection } from 'mongoose';
import { quietPools } from './quiet-pool.js';
import { Store, type StoreOptions } from './store.js';

export type MongoOptions = Pick<StoreOptions, 'uri' | 'migrations' | 'tls'>;

/** A connection that is not open yet; commands fail at once instead of waiting in memory for a server. */
const unopened = (): Connection => {
  quietPools();
  const connection = createConnection();
  connection.set('bufferCommands', false);
  connection.set('autoCreate', false);
  connection.set('autoIndex', false);
  return connection;
};

/** Gives the whole app one mongoose connection (under Nest's own token) and its Store. */
@Module({})
export class MongoModule {
  static forRoot(options: MongoOptions): DynamicModule {
    return {
      module: MongoModule,
      global: true,
      providers: [
        { provide: getConnectionToken(), useFactory: unopened },
        {
          provide: Store,
          inject: [getConnectionToken()],
          useFactory: (connection: Connection) => new Store(connection, options),
        },
      ],
      exports: [getConnectionToken(), Store],
    };
  }
}

/** The same Store without Nest, for tools and tests. */
export function openStore(options: StoreOptions): Store {
  const store = new Store(unopened(), options);
  store.open();
  return store;
}
