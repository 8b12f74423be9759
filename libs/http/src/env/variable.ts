import { z } from 'zod';

/** One environment variable: its name, what it may hold, and what it is for (the README's table is checked against this). */
export type Variable<T> = {
  name: string;
  schema: z.ZodType<T, string | undefined>;
  standard: string | null;
  what: string;
};

export const variable = <T>(
  name: string,
  standard: string | null,
  schema: z.ZodType<T, string | undefined>,
  what: string,
): Variable<T> => ({ name, schema, standard, what });

export const text = (pattern: RegExp, message: string) =>
  z.string().regex(pattern, message) as z.ZodType<string, string>;
