import type { mongo } from 'mongoose';

/** The clock of the database server. */
export async function serverTime(db: mongo.Db): Promise<Date> {
  const { localTime } = (await db.command({ hello: 1 })) as unknown as { localTime: Date };
  return localTime;
}
