import { dayOf } from '#calendar';
import { registerDecorator } from 'class-validator';

const INSTANT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
const LOCAL_OFFSET_MILLIS = 7 * 3_600_000;

/** True for an RFC 3339 instant with offset on a day that exists; `new Date` alone turns 30 February into 2 March. */
export function isInstant(value: unknown): boolean {
  const date = typeof value === 'string' ? INSTANT.exec(value)?.[1] : undefined;
  if (date === undefined) return false;
  try {
    dayOf(date);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Property must be an instant, `2026-07-01T19:30:00+07:00`. */
export const IsInstant = (): PropertyDecorator => (target, propertyName) =>
  registerDecorator({
    name: 'isInstant',
    target: target.constructor,
    propertyName: String(propertyName),
    validator: { validate: isInstant, defaultMessage: () => '$property must be an RFC 3339 instant with offset' },
  });

/** An instant as people here read it, on the clock of Asia/Ho_Chi_Minh: `2026-07-01T19:30:00.000+07:00`. */
export const localInstant = (instant: Date): string =>
  new Date(instant.getTime() + LOCAL_OFFSET_MILLIS).toISOString().replace('Z', '+07:00');
