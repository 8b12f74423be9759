import { CALENDARS, PERIOD_KINDS } from '#calendar';
import { asyncApiDocument } from '#contracts';
import { Route } from '#http';
import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Catalogue } from './catalogue.js';
import { CalendarsDto, MeasuresDto, type MeasureDto } from './catalogue.dto.js';
import { BROKER } from './events-page.js';
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
  @Route({
    summary: 'List the measures figures can be read for',
    description:
      'Each with how it adds over units and over time, where it comes from, and how it is rounded. Measures of one ' +
      '`group` are parts of one whole; parts of different groups overlap and are never added. Those `onRequest` are ' +
      'answered only when they are named.',
    access: 'reference',
    answer: { type: MeasuresDto, description: 'All measures.' },
  })
  async measures(): Promise<MeasuresDto> {
    return { items: (await this.catalogue.all()).map(measureDto) };
  }

  @Get('calendars')
  @Route({
    summary: 'List the calendars periods can be cut by',
    access: 'reference',
    answer: { type: CalendarsDto, description: 'All calendars; the first is used when none is named.' },
  })
  calendars(): CalendarsDto {
    return { items: CALENDARS.map((calendar) => ({ ...calendar, periods: [...PERIOD_KINDS] })) };
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
    return asyncApiDocument(BROKER);
  }
}
