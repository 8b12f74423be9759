import {
  applyDecorators,
  HttpCode,
  Param,
  ParseIntPipe,
  ParseUUIDPipe,
  type PipeTransform,
  type Type,
} from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiExtension,
  ApiHeader,
  ApiOAuth2,
  ApiOperation,
  ApiParam,
  ApiResponse,
} from '@nestjs/swagger';
import { Refusal } from '#contracts';
import { markPublic } from '../auth/principal.js';
import { inLowerCase } from '../ids.js';

/**
 * Who may call a route: `reference` anyone signed in, `unit` by a role at the unit or above it, `person` by one where a
 * person is on a roll (to all others there is no such person: 404, DESIGN.md 6), `operations` by a role that operates,
 * `public` anyone. A route without it fails test/routes.
 */
export type AccessKind = 'reference' | 'unit' | 'person' | 'operations' | 'public';

export const ACCESS_EXTENSION = 'x-access';
export const PROBLEMS_EXTENSION = 'x-problems';
/** Status of the one success that a route declares; used while the document is made. */
export const SUCCESS_EXTENSION = 'x-success';
/** Name of the OAuth 2 scheme in the documents. */
export const SECURITY_SCHEME = 'sign-in';

/** Declares who may call a route (on a method), and documents what that implies. The check itself is the service's. */
export const Access = (kind: AccessKind): MethodDecorator =>
  kind === 'public'
    ? applyDecorators(ApiExtension(ACCESS_EXTENSION, kind), markPublic())
    : applyDecorators(ApiExtension(ACCESS_EXTENSION, kind), ApiOAuth2([], SECURITY_SCHEME), ApiBearerAuth('token'));

/** A route without a token. */
export const Public = (): MethodDecorator => Access('public');

/**
 * Names the error codes of a route that are its own; those of any route (401, 403, 400 for bodies and queries, 413, 429,
 * 500, 503) are added by themselves. Each becomes an example in the document; a code without texts stops the boot.
 */
export const ApiProblems = (...codes: (string | number)[]): MethodDecorator =>
  ApiExtension(
    PROBLEMS_EXTENSION,
    codes.filter((code) => typeof code === 'string'),
  );

class LowerCasePipe implements PipeTransform {
  transform = inLowerCase;
}

/** Path parameter holding a UUID, handed over in lower case: `@IdParam('id') id: string`. Document it with `ApiId`. @throws Refusal 400 */
export const IdParam = (name = 'id'): ParameterDecorator =>
  Param(
    name,
    new ParseUUIDPipe({
      exceptionFactory: () => new Refusal('malformed', 'invalid-request', {}, [{ path: name, code: 'is-uuid' }]),
    }),
    LowerCasePipe,
  );

/** Path parameter `version`, a whole number. @throws Refusal 400 */
export const VersionParam = (): ParameterDecorator =>
  Param(
    'version',
    new ParseIntPipe({
      exceptionFactory: () => new Refusal('malformed', 'invalid-request', {}, [{ path: 'version', code: 'is-int' }]),
    }),
  );

/** Documents a UUID of the path, with an id of the demo data as its example. */
export const ApiId = (example: string, name = 'id', description = 'Id of the thing.'): MethodDecorator =>
  ApiParam({ name, schema: { type: 'string', format: 'uuid', example }, description });

export type RouteDocs = {
  /** One line, imperative. */
  summary: string;
  /** More than the summary says: rules, units, what is marked. Markdown. */
  description?: string;
  access: AccessKind;
  /** Class of the answer's body, and its status (200) and meaning. */
  answer: {
    type?: Type | [Type];
    status?: number;
    description: string;
    schema?: Record<string, unknown>;
    /** Of what is not JSON (an event stream, a table): media type, schema and example. */
    content?: Record<string, { schema: Record<string, unknown>; example?: unknown }>;
  };
  /** `create`: takes Idempotency-Key. `change`: needs If-Match too. */
  command?: 'create' | 'change';
  /** The version that If-Match names in the example; 1 if not given. */
  exampleVersion?: number;
  /** Error codes of this route alone. */
  problems?: string[];
};

const header = (description: string) => ({ description, schema: { type: 'string' as const } });
const RECEIPT = header('Ask the reports service with it whether this is in the figures yet.');

const KEY_HEADER = ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  description: 'Makes the command safe to repeat: the same key and body answer the same, for 30 days.',
  schema: { type: 'string', maxLength: 200 },
});
const ifMatchHeader = (version: number): MethodDecorator & ClassDecorator =>
  ApiHeader({
    name: 'If-Match',
    required: true,
    description: 'The version you read, in quotes: `"1"`.',
    schema: { type: 'string', pattern: '^"[0-9]+"$' },
    example: `"${version}"`,
  });

/** All that a route must say of itself, in one decorator. */
export function Route({
  summary,
  description,
  access,
  answer,
  command,
  exampleVersion = 1,
  problems = [],
}: RouteDocs): MethodDecorator {
  const own = command === 'change' ? [...problems, 'precondition-required', 'stale-version'] : problems;
  const codes = command ? [...own, 'idempotency-key-reused', 'invalid-idempotency-key'] : own;
  const { status = 200, type, schema, content, description: meaning } = answer;
  const body = content ? { content } : schema ? { schema } : { type };
  return applyDecorators(
    Access(access),
    // Nest answers 201 to every POST otherwise.
    HttpCode(status),
    ApiExtension(SUCCESS_EXTENSION, status),
    ApiOperation({ summary, description }),
    ApiResponse({
      status,
      description: meaning,
      ...body,
      ...(command ? { headers: { ETag: header('The version, in quotes.'), 'lien-cap-receipt': RECEIPT } } : {}),
    }),
    ApiProblems(...codes),
    ...(command ? [KEY_HEADER] : []),
    ...(command === 'change' ? [ifMatchHeader(exampleVersion)] : []),
  );
}
