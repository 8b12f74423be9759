/** What no log line may show: secrets, and what names or locates a person (DOMAIN.md 8). Bodies are never logged at all. */
const FIELDS = [
  'authorization',
  'cookie',
  'set-cookie',
  'idempotency-key',
  'password',
  'secret',
  'token',
  'access_token',
  'id_token',
  'refresh_token',
  'code_verifier',
  'body',
  'name',
  'fullName',
  'givenName',
  'familyName',
  'phone',
  'email',
  'address',
  'birthDate',
  'citizenId',
  'identityNumber',
];

const quoted = (field: string): string => (/^\w+$/.test(field) ? field : `["${field}"]`);
const below = (prefix: string, field: string): string =>
  quoted(field).startsWith('[') ? `${prefix}${quoted(field)}` : `${prefix}.${field}`;

/** Paths for pino: each field at the top of a line and up to two objects deep. */
export const REDACTED_PATHS: string[] = FIELDS.flatMap((field) => [
  quoted(field),
  below('*', field),
  below('*.*', field),
]);

export const CENSOR = '[redacted]';

type ErrorLike = { name?: unknown; message?: unknown; code?: unknown; stack?: unknown; cause?: unknown };

// MongoDB quotes the offending key and kafkajs the payload: values of persons could be among them.
const withoutValues = (text: string): string => text.replace(/(dup key: )[\s\S]*?(?=\n\s+at |$)/, `$1${CENSOR}`);

/** An error as fields: type, code, message and stack, without the values that drivers quote in their messages. */
export function errorFields(error: unknown): Record<string, unknown> {
  if (typeof error !== 'object' || error === null) return { type: typeof error, message: withoutValues(String(error)) };
  const { name, message, code, stack, cause } = error as ErrorLike;
  return {
    type: String(name),
    message: withoutValues(String(message)),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(typeof stack === 'string' ? { stack: withoutValues(stack) } : {}),
    ...(cause === undefined ? {} : { cause: errorFields(cause) }),
  };
}
