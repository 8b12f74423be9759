/** Why a text or number is no amount of a measure. */
export type DecimalFault = 'not-a-decimal' | 'too-many-decimals';

const DECIMAL = /^(-?)(\d{1,15})(?:\.(\d{1,12}))?$/;

/**
 * A decimal as the whole number of 10^-scale, `450.5` with scale 1 as 4505: digits are moved, nothing is multiplied, so
 * that no double leaves a residue (DESIGN.md 4).
 */
export function scaledOf(given: unknown, scale: number): number | DecimalFault {
  if (typeof given !== 'string' && typeof given !== 'number') return 'not-a-decimal';
  const [, sign = '', whole, fraction = ''] = DECIMAL.exec(String(given)) ?? [];
  if (whole === undefined) return 'not-a-decimal';
  const digits = fraction.replace(/0+$/, '');
  if (digits.length > scale) return 'too-many-decimals';
  const value = Number(`${sign}${whole}${digits.padEnd(scale, '0')}`);
  if (!Number.isSafeInteger(value)) return 'not-a-decimal';
  return value === 0 ? 0 : value;
}

/** The number that a whole number of 10^-scale stands for: divided once, so it prints as it was given. */
export const unscaled = (value: number, scale: number): number => value / 10 ** scale;
