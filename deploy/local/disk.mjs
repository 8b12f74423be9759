import { mkdirSync, statfsSync } from 'node:fs';

import { asTrouble, Trouble } from './trouble.mjs';

const MB = 1024 * 1024;

/** Room for Kafka's and MongoDB's files (MongoDB sets 200–300 MB aside at once) and some growth. */
export const ROOM_FOR_DATA_MB = 1_000;
/** Kafka's jars or mongod, packed and unpacked side by side. */
export const ROOM_FOR_DOWNLOAD_MB = 400;

export function freeMegabytes(folder) {
  const { bavail, bsize } = statfsSync(folder);
  return Math.floor((bavail * bsize) / MB);
}

/** Makes the folder. @throws Trouble when its disk has less room than needed. */
export function ensureRoom(folder, megabytes, variable) {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    if (error.code === 'ENOSPC') throw asTrouble(error, folder);
    throw new Trouble(
      `${folder} cannot be made (${error.code}): give this account the right to, or set ${variable} to another folder.`,
      {
        cause: error,
      },
    );
  }
  const free = freeMegabytes(folder);
  if (free >= megabytes) return;
  throw new Trouble(
    `The disk is full: ${folder} has ${free} MB free, ${megabytes} MB are needed. Free some, or set ${variable} to a folder on another disk.`,
  );
}
