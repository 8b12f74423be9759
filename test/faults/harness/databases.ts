import mongoose from 'mongoose';
import type { Service } from './services.js';

/** The databases as the harness sees them: straight, past all proxies, and by a majority's word only. */
export class Databases {
  #client: mongoose.mongo.MongoClient | null = null;

  async open(uri: string, hosts: readonly string[]): Promise<void> {
    this.hosts = hosts;
    this.#client = new mongoose.mongo.MongoClient(uri, {
      appName: 'harness',
      readConcern: { level: 'majority' },
      serverSelectionTimeoutMS: 20_000,
    });
    await this.#client.connect();
  }
  hosts: readonly string[] = [];

  of(service: Service): mongoose.mongo.Db {
    if (!this.#client) throw new Error('the databases are not open yet');
    return this.#client.db(service);
  }

  async close(): Promise<void> {
    await this.#client?.close();
  }
}
