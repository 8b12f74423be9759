import { HttpException } from '@nestjs/common';
import { mongo } from 'mongoose';
import { Refusal, type FieldFault, type RefusalKind } from '#contracts';
import { isStoreAway } from '#mongo';
import { NotSignedIn } from '../auth/jwt.guard.js';
import { textOf, type Language } from './problem-texts.js';

/** The media type of RFC 9457. */
export const PROBLEM_TYPE = 'application/problem+json';

/** Seconds that a client should wait when a part of the system is away. */
const AWAY_RETRY_SECONDS = 2;

/** Which status a kind of refusal is answered with. */
export const STATUS_OF: Readonly<Record<RefusalKind, number>> = {
  malformed: 400,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  stale: 412,
  'precondition-required': 428,
  gone: 410,
  'too-large': 413,
  'too-many': 429,
  unprocessable: 422,
  unavailable: 503,
};

/** What is answered for an error, before it is put into words. */
export type Fault = {
  status: number;
  code: string;
  params?: Readonly<Record<string, string | number>>;
  fields?: readonly FieldFault[];
  retryAfter?: number;
};

/** Body of an error answer (RFC 9457). */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  code: string;
  errors?: (FieldFault & { detail: string })[];
  traceId: string;
};

const CODE_OF_STATUS: Readonly<Record<number, string>> = {
  400: 'invalid-request',
  401: 'invalid-token',
  403: 'outside-subtree',
  404: 'no-such-route',
  413: 'body-too-large',
  415: 'unsupported-media-type',
  429: 'too-many-requests',
};

// No primary, or not yet again: an election or a restart is under way.
const NOT_PRIMARY_CODES = new Set([89, 91, 189, 10058, 10107, 11600, 11602, 13435, 13436]);

type Named = { code?: unknown; cause?: unknown; type?: unknown };

/** MongoDB is away, or a transaction could not be decided in the time it had. */
function isAway(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if (isStoreAway(error)) return true;
  const { code, cause } = error as Named;
  if (error instanceof mongo.MongoServerError && typeof code === 'number' && NOT_PRIMARY_CODES.has(code)) return true;
  return cause !== error && isAway(cause);
}

/** Maps whatever was thrown to a status and a code. What is not known is 500 `internal`. */
export function faultOf(error: unknown): Fault {
  if (error instanceof Refusal) {
    const { kind, code, params, fields, retryAfter } = error;
    return {
      status: STATUS_OF[kind],
      code,
      params,
      fields,
      retryAfter: retryAfter ?? (kind === 'unavailable' ? AWAY_RETRY_SECONDS : undefined),
    };
  }
  if (isAway(error)) return { status: 503, code: 'store-away', retryAfter: AWAY_RETRY_SECONDS };
  if (error instanceof NotSignedIn) return { status: 401, code: error.code };
  const status = error instanceof HttpException ? error.getStatus() : statusOfBodyParser(error);
  const code = CODE_OF_STATUS[status];
  if (!code) return { status: 500, code: 'internal' };
  return { status, code: isMalformedJson(error) ? 'malformed-json' : code };
}

// body-parser's errors come as they are, or turned by Nest into a BadRequestException with the parser's message.
function statusOfBodyParser(error: unknown): number {
  const { status, type } = error as { status?: unknown; type?: unknown };
  return typeof status === 'number' && typeof type === 'string'
    ? status === 415 || status === 413
      ? status
      : 400
    : 500;
}

function isMalformedJson(error: unknown): boolean {
  if ((error as Named).type === 'entity.parse.failed') return true;
  return (
    error instanceof HttpException && error.getStatus() === 400 && /JSON|Unexpected (token|end)/.test(error.message)
  );
}

/** Puts a fault into words. */
export function problemOf(fault: Fault, language: Language, instance: string, traceId: string): Problem {
  const text = textOf(fault.code, language, fault.params);
  return {
    type: `urn:lien-cap:problem:${fault.code}`,
    title: TITLES[language][fault.status] ?? fault.code,
    status: fault.status,
    detail: text,
    instance,
    code: fault.code,
    ...(fault.fields?.length
      ? { errors: fault.fields.map((field) => ({ ...field, detail: textOf(field.code, language, fault.params) })) }
      : {}),
    traceId,
  };
}

const TITLES: Readonly<Record<Language, Readonly<Record<number, string>>>> = {
  vi: {
    400: 'Yêu cầu sai dạng',
    401: 'Chưa đăng nhập',
    403: 'Không có quyền',
    404: 'Không tìm thấy',
    409: 'Không hợp với trạng thái hiện tại',
    410: 'Không còn nữa',
    412: 'Phiên bản đã cũ',
    413: 'Quá lớn',
    415: 'Kiểu nội dung không nhận',
    422: 'Không theo quy tắc',
    428: 'Thiếu điều kiện',
    429: 'Quá nhiều yêu cầu',
    500: 'Lỗi bên trong',
    503: 'Tạm thời không phục vụ được',
  },
  en: {
    400: 'Malformed request',
    401: 'Not signed in',
    403: 'Not allowed',
    404: 'Not found',
    409: 'Not possible in the present state',
    410: 'Gone',
    412: 'Stale version',
    413: 'Too large',
    415: 'Unsupported content type',
    422: 'Against a rule',
    428: 'Precondition required',
    429: 'Too many requests',
    500: 'Internal error',
    503: 'Away for now',
  },
};
