import { ApiId, IdParam, PageQuery, Principal, Route } from '#http';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SectionsQuery } from './report-requests.dto.js';
import { ReportSectionsAnswer, TextReadsPage } from './reports.dto.js';
import { REPORT_IDS } from './reports.examples.js';
import { SectionsReader } from './sections.reader.js';

@ApiTags('Reports')
@Controller('v1/reports/:id')
export class SectionsController {
  constructor(private readonly sections: SectionsReader) {}

  @Get('sections')
  @ApiId(REPORT_IDS.read)
  @Route({
    summary: 'Read the words of a report',
    description: 'Free text may name people: who reads it, and when, is noted.',
    access: 'unit',
    answer: { type: ReportSectionsAnswer, description: 'The sections that are filled in.' },
    problems: ['no-such-report', 'no-such-report-version'],
  })
  read(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @Query() query: SectionsQuery,
  ): Promise<ReportSectionsAnswer> {
    return this.sections.read(principal.sub, id, query.version);
  }

  @Get('reads')
  @ApiId(REPORT_IDS.read)
  @Route({
    summary: 'List who read the words of a report',
    description: 'For the administrator, in order of time.',
    access: 'unit',
    answer: { type: TextReadsPage, description: 'One page; ask again with `next` as `cursor`.' },
    problems: ['no-such-report', 'invalid-cursor'],
  })
  readers(@Principal() principal: Principal, @IdParam() id: string, @Query() query: PageQuery): Promise<TextReadsPage> {
    return this.sections.readers(principal.sub, id, query.limit, query.cursor);
  }
}
