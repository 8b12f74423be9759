import { ValidateBy } from 'class-validator';

/** A number with one decimal at most. */
export const hasTenths = (value: unknown): boolean =>
  typeof value === 'number' && Number.isFinite(value) && Math.round(value * 10) / 10 === value;

/** As `IsNumber({ maxDecimalPlaces: 1 })` of class-validator, which fails on numbers like 5e-324 instead of refusing them. */
export const IsTenths = (): PropertyDecorator =>
  ValidateBy({ name: 'isNumber', validator: { validate: hasTenths, defaultMessage: () => '' } });
