import { Refusal } from '#contracts';
import { languageOf } from '#http';
import { applyDecorators, StreamableFile, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { Response } from 'express';
import { csvOf } from './csv.js';
import { MOST_ROWS, type Table } from './table.js';
import { xlsxOf } from './xlsx.js';

/** What else than JSON a table is answered as. */
export const MEDIA = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;
export type TableFormat = keyof typeof MEDIA;
export type Format = 'json' | TableFormat;

const DESCRIPTION =
  'The whole answer as a table, without pages (`limit` and `cursor` mean nothing to it); `Accept` says the same. Headings ' +
  `are Vietnamese or English by Accept-Language. Over ${MOST_ROWS.toLocaleString('en')} rows: 422 \`table-too-large\`.`;

/** The parameter `format` of a query, with the tables that its route offers. */
export const IsFormat = (...formats: TableFormat[]): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ enum: ['json', ...formats], description: DESCRIPTION }),
    IsOptional(),
    IsIn(['json', ...formats]),
  );

/** What a route answers that offers tables beside JSON, for `@Route({ answer: { content } })`. Needs `@Tabled(type)` too. */
export const contentOf = (
  type: Type,
  ...formats: TableFormat[]
): Record<string, { schema: Record<string, unknown> }> => ({
  'application/json': { schema: { $ref: getSchemaPath(type) } },
  ...Object.fromEntries(formats.map((format) => [MEDIA[format], { schema: schemaOf(format) }])),
});
const schemaOf = (format: TableFormat) =>
  format === 'csv' ? { type: 'string' } : { type: 'string', format: 'binary' };

/** Names the class of the JSON answer to the document, as `contentOf` only refers to it. */
export const Tabled = (type: Type): MethodDecorator & ClassDecorator => ApiExtraModels(type);

/** What a client wants: the parameter, else what it accepts best; JSON when it does not say. */
export function formatOf({ req }: Response, asked: Format | undefined, offered: readonly TableFormat[]): Format {
  if (asked) return asked;
  const best = req.accepts(['application/json', ...offered.map((format) => MEDIA[format])]);
  return offered.find((format) => MEDIA[format] === best) ?? 'json';
}

/** @throws Refusal 422 `table-too-large` */
export function requireTable(rows: number): void {
  if (rows > MOST_ROWS) throw new Refusal('unprocessable', 'table-too-large', { most: MOST_ROWS });
}

/** Answers a table as a file. */
export async function sendTable(response: Response, table: Table, format: TableFormat): Promise<StreamableFile> {
  requireTable(table.rows.length);
  const language = languageOf(response.req.get('accept-language'));
  response.vary('Accept').vary('Accept-Language');
  response.set({ 'Cache-Control': 'private, no-cache', 'Content-Language': language });
  const file = format === 'csv' ? Buffer.from(csvOf(table, language)) : await xlsxOf(table, language);
  const type = format === 'csv' ? `${MEDIA.csv}; charset=utf-8; header=present` : MEDIA.xlsx;
  return new StreamableFile(file, {
    type,
    length: file.length,
    disposition: `attachment; filename="${table.name.replaceAll(/[^\w.-]+/g, '-')}.${format}"`,
  });
}
