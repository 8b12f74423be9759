import { dateOf, periodsOfYear, type Calendar } from '#calendar';
import { refused } from '#contracts';
import { Command, CommandRequest, decodeCursor, PageQuery, pageOf, Route, tagVersion, type Answer } from '#http';
import { Body, Controller, Get, Param, Post, Query, Res, type StreamableFile } from '@nestjs/common';
import { ApiBody, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { contentOf, formatOf, sendTable, Tabled } from '../exports/tables.js';
import { periodsTable } from './periods.table.js';
import { kindsOf } from './calendar.rules.js';
import {
  CalendarAnswer,
  CalendarDto,
  CalendarPeriodsAnswer,
  CalendarPeriodsQuery,
  CalendarsAnswer,
} from './calendars.dto.js';
import { CALENDAR_EXAMPLES } from './calendars.examples.js';
import { Calendars } from './calendars.js';
import { CalendarsService } from './calendars.service.js';

const ApiCode = (example: string) =>
  ApiParam({ name: 'code', schema: { type: 'string', example }, description: 'Code of the calendar.' });

function brief(calendar: Calendar): CalendarAnswer {
  const { code, labels, source } = calendar;
  const names = { code, labels, source, kinds: kindsOf(calendar) };
  if (calendar.form === 'list') return names;
  const { monthFrom, weekFrom, cumulative, kinds } = calendar;
  return { ...names, rule: { monthFrom, weekFrom, cumulative, kinds: [...kinds] } };
}

const whole = (calendar: Calendar): CalendarAnswer =>
  Object.assign(brief(calendar), calendar.form === 'list' ? { periods: [...calendar.periods] } : {});

@ApiTags('Catalogue')
@Controller('v1/calendars')
export class CalendarsController {
  constructor(
    private readonly calendars: Calendars,
    private readonly service: CalendarsService,
  ) {}

  @Get()
  @Route({
    summary: 'List the calendars periods can be cut by',
    description:
      '`gregorian` is taken where none is named. A calendar is never changed: what was answered by it stays so.',
    access: 'reference',
    answer: { type: CalendarsAnswer, description: 'One page, in order of their codes.' },
    problems: ['invalid-cursor'],
  })
  async list(@Query() { limit, cursor }: PageQuery): Promise<CalendarsAnswer> {
    const [after] = decodeCursor(cursor, 1) ?? [null];
    const found = await this.calendars.list(after === null ? null : String(after), limit + 1);
    const { items, next } = pageOf(found, limit, ({ code }) => [code]);
    return { items: items.map(brief), next };
  }

  @Post()
  @ApiBody({ type: CalendarDto, examples: CALENDAR_EXAMPLES.create })
  @Route({
    summary: 'Add a calendar',
    description:
      'For the whole tree, so only from its root. By a rule: where months and weeks begin. Or by a list of periods, each ' +
      'with its days; those of one kind share no day. It can be used at once: `calendar=<code>` on every read of ' +
      'figures, `calendar` of a report type. It is never changed; another rule is another calendar.',
    access: 'unit',
    answer: { type: CalendarAnswer, status: 201, description: 'The calendar.' },
    command: 'create',
    problems: ['calendar-exists', 'calendar-invalid'],
  })
  async create(@Command() command: CommandRequest, @Body() body: CalendarDto): Promise<Answer<CalendarAnswer>> {
    return this.service.create(command, body, whole);
  }

  @Get(':code')
  @ApiCode('nd09')
  @Route({
    summary: 'Read a calendar',
    access: 'reference',
    answer: { type: CalendarAnswer, description: 'Its rule, or its periods.' },
    problems: ['no-such-calendar'],
  })
  async read(@Param('code') code: string, @Res({ passthrough: true }) response: Response): Promise<CalendarAnswer> {
    const calendar = await this.calendars.read(code);
    tagVersion(response, 1);
    return whole(calendar);
  }

  @Get(':code/periods')
  @Tabled(CalendarPeriodsAnswer)
  @ApiCode('nd09')
  @Route({
    summary: 'List the periods of a year of a calendar',
    description: 'Each as it is asked for in `period`, with its first and last day. Days are left out.',
    access: 'reference',
    answer: {
      content: contentOf(CalendarPeriodsAnswer, 'csv'),
      description: 'All of the year; of a list, all with a day in it.',
    },
    problems: ['no-such-calendar', 'period-kind-not-in-calendar', 'table-too-large'],
  })
  async periods(
    @Param('code') code: string,
    @Query() query: CalendarPeriodsQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<CalendarPeriodsAnswer | StreamableFile> {
    const { year, kind } = query;
    const calendar = await this.calendars.read(code);
    if (kind !== undefined && !kindsOf(calendar).includes(kind)) throw refused('period-kind-not-in-calendar', 'kind');
    const periods = periodsOfYear(calendar, year).filter((period) => kind === undefined || period.kind === kind);
    const answer = {
      calendar: calendar.code,
      year,
      items: periods.map(({ id, kind: of, from, to }) => ({
        id,
        kind: of,
        from: dateOf(from),
        through: dateOf(to - 1),
      })),
    };
    const format = formatOf(response, query.format, ['csv']);
    return format === 'json' ? answer : sendTable(response, periodsTable(calendar, answer), format);
  }
}
