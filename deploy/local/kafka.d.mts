import type { Part } from './supervisor.mjs';

export function newClusterId(): string;
export function kafkaPart(options: {
  folder: string;
  port: number;
  logs: string;
  heapMb?: number;
  more?: Record<string, string | number>;
  clusterId?: string;
  say?: (line: string) => void;
}): Promise<Part>;
export function groupsAnswer(brokers: string[], timeoutMs?: number): Promise<boolean>;
