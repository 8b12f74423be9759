import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { Refusal, type FieldFault } from '#contracts';

const CODE_OF_CONSTRAINT: Readonly<Record<string, string>> = {
  whitelistValidation: 'unknown-field',
  nestedValidation: 'is-nested',
  unknownValue: 'is-object',
};

const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The code of a constraint of class-validator: `isUuid` → `is-uuid`. */
export const codeOfConstraint = (constraint: string): string => CODE_OF_CONSTRAINT[constraint] ?? kebab(constraint);

/** Faults as paths and codes. Values and class-validator's messages (which quote values) are left out. */
export function fieldFaults(errors: readonly ValidationError[], parent = ''): FieldFault[] {
  return errors.flatMap((error) => {
    const path = parent === '' ? error.property : `${parent}.${error.property}`;
    const own = Object.keys(error.constraints ?? {}).map((constraint) => ({
      path: safe(path),
      code: codeOfConstraint(constraint),
    }));
    return [...own, ...fieldFaults(error.children ?? [], path)];
  });
}

// The name of an unknown field is the client's text: it is shown only when it looks like a name of a field.
// One that begins with a capital or has many digits may be a name or an identifier where a field belongs.
const safe = (path: string): string =>
  /^[\w.-]{1,100}$/.test(path) && !/(^|\.)[A-Z]|\d{5}/.test(path) ? path : '(unreadable)';

/** Checks bodies and queries: unknown fields are refused, types are converted by their DTO only. */
export const validationPipe = (): ValidationPipe =>
  new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => new Refusal('malformed', 'invalid-request', {}, fieldFaults(errors)),
  });
