import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

const mounted = new Set<string>();

/** A folder that is a small file system of its own where this account may mount one, so that it can be filled. */
export function disk(folder: string, megabytes: number): string {
  mkdirSync(folder, { recursive: true });
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'lien-cap-faults', folder]);
  if (status === 0) mounted.add(folder);
  return folder;
}

/** Whether it can be filled without filling anything else. */
export const isSmallDisk = (folder: string): boolean => mounted.has(folder);

/** Takes the file systems away again; what they held is gone, so it is for the end of a run that went well. */
export function unmountAll(): void {
  for (const folder of mounted) spawnSync('umount', ['-l', folder]);
  mounted.clear();
}
