import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { IsInstant } from '#http';
import './known.texts.js';

/** What a question about an instant may refuse, beside what is asked of now. */
export const KNOWN_PROBLEMS = ['instant-not-settled', 'instant-before-ledger', 'known-too-much-since'] as const;

const KNOWN_AT =
  'What the figures knew at a settled instant: facts, corrections and changes of the tree that came later do not count. Such ' +
  'an answer stays as it is, a rollup with its ETag, and has no `freshness`. With `tree=as-is` it is the tree of that day, as known then.';

export const ApiKnownAt = (): PropertyDecorator => (target, key) => {
  for (const decorate of [
    ApiPropertyOptional({ format: 'date-time', description: KNOWN_AT }),
    IsOptional(),
    IsInstant(),
  ])
    decorate(target, key);
};

export const knownAtOf = (text: string | undefined): Date | undefined =>
  text === undefined ? undefined : new Date(text);
