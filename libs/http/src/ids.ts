import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsUUID } from 'class-validator';

/** A UUID as it is stored: RFC 9562 has upper case read as the same id, and one thing must not have two. */
export const inLowerCase = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : value);

/** A DTO field holding a UUID, in lower case whatever the client wrote. */
export const IsId = (): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => inLowerCase(value)),
    IsUUID(),
  );
