import type { Part } from './supervisor.mjs';

export function mongodbPart(options: {
  folder: string;
  port: number;
  logs: string;
  cacheGb?: number;
  faults?: boolean;
  say?: (line: string) => void;
}): Promise<Part>;
export function withDatabase(uri: string, database: string): string;
