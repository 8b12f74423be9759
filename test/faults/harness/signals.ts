import type { Scene } from '../nemeses/nemesis.js';

/** Sends a signal to a part, if it runs; answers whether it did. */
export function signal({ cluster: { supervisor } }: Scene, name: string, what: NodeJS.Signals): boolean {
  const pid = supervisor.runs(name) ? supervisor.pidOf(name) : undefined;
  if (pid === undefined) return false;
  try {
    process.kill(pid, what);
    return true;
  } catch {
    return false; // it ended just now
  }
}

/** Stops a part for a while, as a frozen machine would; the very process that was stopped goes on. */
export async function freeze(scene: Scene, name: string, ms: number): Promise<boolean> {
  const pid = scene.cluster.supervisor.pidOf(name);
  if (!signal(scene, name, 'SIGSTOP')) return false;
  await scene.hold(ms);
  if (scene.cluster.supervisor.pidOf(name) === pid) signal(scene, name, 'SIGCONT');
  return true;
}
