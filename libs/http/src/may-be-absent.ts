import { ValidateIf } from 'class-validator';

/**
 * A DTO field that may be left out, and is refused as null: `IsOptional` of class-validator lets null through, past which a
 * default (`= []`) does not stand in.
 */
export const MayBeAbsent = (): PropertyDecorator => ValidateIf((_: object, value: unknown) => value !== undefined);
