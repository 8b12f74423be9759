import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';

export type ComposeService = {
  image: string;
  command?: string[];
  environment?: Record<string, string | number>;
  ports?: string[];
  restart?: string;
  read_only?: boolean;
  security_opt?: string[];
  cap_drop?: string[];
  mem_limit?: string;
  profiles?: string[];
  healthcheck?: { disable?: boolean };
  depends_on?: Record<string, { condition: string }>;
  build?: { dockerfile: string; target: string };
};

export const read = (file: string): string => readFileSync(file, 'utf8');
export const COMPOSE = read('docker-compose.yml');
export const compose = (): Record<string, ComposeService> =>
  (parse(COMPOSE, { merge: true }) as { services: Record<string, ComposeService> }).services;

/** Whether a program that a container runs is made by the build, or lies in the repository. */
export const isRunnable = (path: string): boolean =>
  existsSync(path.startsWith('dist/') ? path.replace(/^dist\//, '').replace(/\.js$/, '.ts') : path);

/** An image with an exact version; `latest` and what is only a major version change under one's feet. */
export const isPinned = (image: string): boolean => /:\d+\.\d+(\.\d+)?(-[\w.-]+)?$/.test(image);
