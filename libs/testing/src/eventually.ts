import { setTimeout as pause } from 'node:timers/promises';
import { inspect } from 'node:util';

/** What a probe last saw; shown when it never became true. */
type Sample = { value: unknown } | { error: unknown } | null;

const show = (sample: Sample): string => {
  if (!sample) return 'the probe never answered';
  return 'error' in sample
    ? `the probe threw ${inspect(sample.error, { depth: 4 })}`
    : `the probe saw ${inspect(sample.value, { depth: 6, breakLength: 120 })}`;
};

/**
 * The only way a test waits: asks `probe` again and again until it answers something other than false, null or
 * undefined without throwing, and returns that. Assertions may be made inside the probe.
 *
 * @throws Error with the last sample when `timeoutMs` (default 15 s) has passed.
 */
export async function eventually<T>(
  probe: () => T | Promise<T>,
  options: { timeoutMs?: number; everyMs?: number } = {},
): Promise<NonNullable<Exclude<T, false>>> {
  const { timeoutMs = 15_000, everyMs = 50 } = options;
  const end = Date.now() + timeoutMs;
  let last: Sample = null;
  for (;;) {
    try {
      const value = await probe();
      last = { value };
      if (value !== false && value !== null && value !== undefined) return value as NonNullable<Exclude<T, false>>;
    } catch (error) {
      last = { error };
    }
    if (Date.now() >= end) throw new Error(`not so within ${timeoutMs} ms: ${show(last)}`);
    await pause(everyMs);
  }
}
