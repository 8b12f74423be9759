import { ValidateBy } from 'class-validator';
import { dayOf } from '#calendar';

const isLocalDate = (value: unknown): boolean => {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  try {
    dayOf(value);
    return true;
  } catch {
    // dayOf throws on an impossible date: that is the answer.
    return false;
  }
};

const INSTANT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/;
const isInstant = (value: unknown): boolean => {
  const match = typeof value === 'string' ? INSTANT.exec(value) : null;
  return match !== null && isLocalDate(match[1]);
};

/** A DTO field holding an existing local date, `2026-07-01`. Put `@ApiProperty` or `@IsOptional` beside it as usual. */
export const IsLocalDate = (): PropertyDecorator =>
  ValidateBy({ name: 'isLocalDate', validator: { validate: isLocalDate, defaultMessage: () => 'is-local-date' } });

/** A DTO field holding an instant of RFC 3339 with offset, `2026-07-01T19:30:00+07:00`. */
export const IsInstant = (): PropertyDecorator =>
  ValidateBy({ name: 'isInstant', validator: { validate: isInstant, defaultMessage: () => 'is-instant' } });
