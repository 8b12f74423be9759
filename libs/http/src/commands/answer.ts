import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import { map, type Observable } from 'rxjs';
import { encodeReceipt, RECEIPT_HEADER, type Receipt } from '#contracts';

/** What a write answers; stored with its Idempotency-Key. */
export type Answer<A> = { status: number; body: A; headers: Record<string, string> };

/** An answer on its way out: a controller returns it and the interceptor sends its status, headers and body. */
export class Answered<A> implements Answer<A> {
  constructor(
    readonly status: number,
    readonly body: A,
    readonly headers: Record<string, string>,
  ) {}
}

/** The answer of a write on a versioned thing: ETag with the version, receipt in a header and in the body. */
export function written<B extends object>(
  status: 200 | 201,
  body: B,
  { version, receipt }: { version: number; receipt: Receipt },
): Answer<B & { version: number; receipt: string }> {
  const text = encodeReceipt(receipt);
  return {
    status,
    body: { ...body, version, receipt: text },
    headers: { ETag: `"${version}"`, [RECEIPT_HEADER]: text },
  };
}

/**
 * Gives an answer to a read the version that a change must name in If-Match. It is not the tag of this text: what a unit
 * is today, or whether a meeting lies in its unit's life, changes without a new version, so no 304 is answered to it.
 */
export function tagVersion(response: Response, version: number): void {
  response.set('ETag', `"${version}"`);
  delete response.req.headers['if-none-match'];
}

/** Sends an {@link Answered}; leaves all else alone. */
@Injectable()
export class AnswerInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    return next.handle().pipe(
      map((result: unknown) => {
        if (!(result instanceof Answered)) return result;
        const response = context.switchToHttp().getResponse<Response>();
        response.status(result.status).set(result.headers);
        return result.body as unknown;
      }),
    );
  }
}
