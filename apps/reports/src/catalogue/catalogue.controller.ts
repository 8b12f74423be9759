import { Route } from '#http';
import { Controller, Get, Query, Res, type StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { contentOf, formatOf, sendTable, Tabled } from '../exports/tables.js';
import { Catalogue } from './catalogue.js';
import { eventsDocument } from './events-document.js';
import { MeasuresDto, MeasuresQuery, type MeasureDto } from './catalogue.dto.js';
import { measuresTable } from './measures.table.js';
import { formulaOf, type Measure } from './measures.rules.js';

const measureDto = ({ numerator, denominator, ...measure }: Measure): MeasureDto => ({
  ...measure,
  ...(denominator ? { numerator: formulaOf(numerator), denominator: formulaOf(denominator) } : {}),
});

@ApiTags('Catalogue')
@Controller('v1')
export class CatalogueController {
  constructor(private readonly catalogue: Catalogue) {}

  @Get('measures')
  @Tabled(MeasuresDto)
  @Route({
    summary: 'List the measures figures can be read for',
    description:
      'Each with how it adds over units and over time, where it comes from, and how it is rounded. Measures of one ' +
      '`group` are parts of one whole; parts of different groups overlap and are never added. Those `onRequest` are ' +
      'answered only when they are named.',
    access: 'reference',
    answer: { content: contentOf(MeasuresDto, 'csv'), description: 'All measures.' },
    problems: ['table-too-large'],
  })
  async measures(
    @Query() query: MeasuresQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<MeasuresDto | StreamableFile> {
    const format = formatOf(response, query.format, ['csv']);
    const answer = { items: (await this.catalogue.all()).map(measureDto) };
    return format === 'json' ? answer : sendTable(response, measuresTable(answer), format);
  }

  @Get('asyncapi')
  @Route({
    summary: 'Read the AsyncAPI 3 document of all events',
    description:
      'Generated from the registry of events, so it cannot differ from what is published; with a sample of every event. ' +
      'To read it as a page: `/docs/events`.',
    access: 'reference',
    answer: { schema: { type: 'object', additionalProperties: true }, description: 'The document, in JSON.' },
  })
  asyncapi(): Record<string, unknown> {
    return eventsDocument();
  }
}
