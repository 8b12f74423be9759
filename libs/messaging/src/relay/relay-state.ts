import type { TopicName } from '#contracts';
import type { mongo } from 'mongoose';

export const RELAY_STATE = 'relay_state';
export const LEASE = 'lease';

/** One partition of an own topic: the relay sends at most one request into it at a time. */
export type Lane = { topic: TopicName; partition: number };
export const laneId = (topic: TopicName, partition: number): string => `lane/${topic}/${partition}`;

export type LaneState = Lane & {
  _id: string;
  /** Entries marked as sent, each once; with the unsent ones it is what the source accepted. */
  sentTotal: number;
  /** How often the log was found without some of what it had acknowledged. */
  tailsLost?: number;
  /** Just after the last acknowledged record that is known of. */
  next: number;
  /**
   * Everything before `next` was sent at this time or before: what is later and lies there took the place of something
   * that the log lost. Absent where only older code wrote.
   */
  at?: Date;
};

/** Who relays; the token counts the holders. */
export type LeaseState = { _id: string; owner: string; token: number; expiresAt: Date };

export const relayState = <T extends { _id: string }>(db: mongo.Db): mongo.Collection<T> =>
  db.collection<T>(RELAY_STATE);
