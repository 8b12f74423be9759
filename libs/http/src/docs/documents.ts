import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { Discovery } from '../auth/token-verifier.js';
import type { ConfigureOptions } from '../configure-options.js';
import { problemText, textOf } from '../problems/problem-texts.js';
import { PROBLEM_TYPE } from '../problems/problem.js';
import {
  ACCESS_EXTENSION,
  PROBLEMS_EXTENSION,
  SECURITY_SCHEME,
  SUCCESS_EXTENSION,
  type AccessKind,
} from './route-docs.js';

type Operation = {
  requestBody?: unknown;
  parameters?: { in: string }[];
  responses: Record<string, unknown>;
  [ACCESS_EXTENSION]?: AccessKind;
  [PROBLEMS_EXTENSION]?: string[];
  [SUCCESS_EXTENSION]?: number;
};

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const PROBLEM_SCHEMA = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'traceId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'Vietnamese or English, by Accept-Language.' },
    instance: { type: 'string' },
    code: { type: 'string', description: 'Stable; decide by this.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'code', 'detail'],
        properties: {
          path: { type: 'string' },
          code: { type: 'string' },
          detail: { type: 'string' },
          successors: {
            type: 'array',
            items: { type: 'string' },
            description: 'Units that go on with one that has ended.',
          },
        },
      },
    },
    traceId: { type: 'string' },
  },
};

/** Codes that a route may answer because of what it is. */
function impliedCodes(operation: Operation, method: string): string[] {
  const access = operation[ACCESS_EXTENSION];
  if (access === 'public') return ['internal'];
  const inputs = operation.parameters?.some(({ in: place }) => place !== 'header') || operation.requestBody;
  return [
    'no-token',
    'invalid-token',
    ...(access === 'reference' ? [] : ['outside-subtree']),
    ...(inputs ? ['invalid-request'] : []),
    // Also where no body is asked for: one that is sent is read.
    ...(method !== 'get'
      ? ['malformed-json', 'body-too-large', 'unsupported-media-type', 'restored-from-older-backup']
      : []),
    'too-many-requests',
    'internal',
    'store-away',
    'issuer-away',
  ];
}

const exampleOf = (code: string, status: number) => ({
  summary: textOf(code, 'en'),
  value: {
    type: `urn:lien-cap:problem:${code}`,
    title: String(status),
    status,
    detail: textOf(code, 'vi'),
    instance: '/v1/…',
    code,
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  },
});

/** Leaves the declared success alone: the swagger plugin adds one of its own guess to every handler it compiles. */
function keepOneSuccess(operation: Operation): void {
  const success = operation[SUCCESS_EXTENSION];
  if (success === undefined) return;
  for (const status of Object.keys(operation.responses))
    if (status.startsWith('2') && Number(status) !== success) delete operation.responses[status];
  delete operation[SUCCESS_EXTENSION];
}

/** Turns the codes of an operation into error answers with examples. */
function documentProblems(operation: Operation, method: string, where: string): void {
  const codes = [...new Set([...(operation[PROBLEMS_EXTENSION] ?? []), ...impliedCodes(operation, method)])];
  const byStatus = new Map<number, string[]>();
  for (const code of codes) {
    const status = problemText(code)?.status;
    if (!status) throw new Error(`${where} answers ${code}, which has no text or no status (problemTexts)`);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  for (const [status, group] of byStatus) {
    const examples = Object.fromEntries(group.map((code) => [code, exampleOf(code, status)]));
    const schema = { $ref: '#/components/schemas/Problem' };
    operation.responses[status] ??= {
      description: group.join(', '),
      content: { [PROBLEM_TYPE]: { schema, examples } },
    };
  }
}

/**
 * Says of every object that may be null that it may: Nest writes `nullable` beside an `allOf`, which by OpenAPI 3.0 allows
 * no null, since the named schema must hold too.
 */
function allowNull(schema: unknown): void {
  if (typeof schema !== 'object' || schema === null) return;
  const node = schema as { type?: string; nullable?: boolean; allOf?: unknown[]; anyOf?: unknown[] };
  if (node.nullable && node.allOf) {
    node.anyOf = [...node.allOf, { type: 'string', nullable: true, enum: [null] }];
    delete node.allOf;
    delete node.nullable;
    delete node.type;
  }
  for (const part of Object.values(schema)) allowNull(part);
}

/** The OpenAPI document of a service, with the error answers of every route. @throws Error for a code without texts */
export function openApiDocument(app: INestApplication, options: ConfigureOptions): OpenAPIObject {
  const { title, description, version = '1' } = options;
  const config = new DocumentBuilder()
    .setTitle(title)
    .setDescription(description)
    .setVersion(version)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'token')
    .build();
  const document = SwaggerModule.createDocument(app, config);
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: PROBLEM_SCHEMA },
  };
  allowNull(document.components.schemas);
  for (const [path, item] of Object.entries(document.paths))
    for (const method of METHODS) {
      const operation = item[method] as Operation | undefined;
      if (!operation) continue;
      keepOneSuccess(operation);
      documentProblems(operation, method, `${method.toUpperCase()} ${path}`);
    }
  return document;
}

/** The document with the sign-in addresses that the issuer states; while it is away, with those of the local issuer. */
export function withSignIn(document: OpenAPIObject, issuer: string, discovery: Discovery | undefined): OpenAPIObject {
  const authorizationUrl = discovery?.authorization_endpoint ?? `${issuer}/auth`;
  const tokenUrl = discovery?.token_endpoint ?? `${issuer}/token`;
  const flows = { authorizationCode: { authorizationUrl, tokenUrl, scopes: { openid: 'Who you are' } } };
  const scheme = { type: 'oauth2' as const, description: 'Sign in at the issuer (PKCE).', flows };
  const securitySchemes = { [SECURITY_SCHEME]: scheme, ...document.components?.securitySchemes };
  return { ...document, components: { ...document.components, securitySchemes } };
}
