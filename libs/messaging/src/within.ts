import { setTimeout as pause } from 'node:timers/promises';

/**
 * What `work` comes to, unless that takes longer than `ms` or `stop` is aborted: then it is given up, and goes on unheard.
 * @throws Error with the text of `late`, made when the time is over; AbortError when stopped
 */
export async function within<T>(
  ms: number,
  work: Promise<T>,
  { late, stop }: { late: () => string; stop?: AbortSignal },
): Promise<T> {
  const over = new AbortController();
  const end = (): void => over.abort();
  if (stop?.aborted) end();
  stop?.addEventListener('abort', end);
  const limit = pause(ms, undefined, { signal: over.signal }).then(() => {
    throw new Error(late());
  });
  return Promise.race([work, limit]).finally(() => {
    stop?.removeEventListener('abort', end);
    end();
  });
}
