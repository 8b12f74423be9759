import { Principal, Route } from '#http';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CasesPage, CasesQuery } from './cases.dto.js';
import { CasesReader } from './cases.reader.js';

@ApiTags('cases')
@Controller('v1/cases')
export class CasesController {
  constructor(private readonly cases: CasesReader) {}

  @Get()
  @Route({
    summary: 'List the cases of a subtree',
    description:
      'Inspections and supervisions of the unit and of every unit below it, for who holds the right to read them there. ' +
      'The list is empty for now: no route opens a case yet.',
    access: 'unit',
    answer: { type: CasesPage, description: 'One page; ask again with `next` as `cursor`.' },
    problems: ['no-such-unit', 'invalid-cursor'],
  })
  list(@Principal() principal: Principal, @Query() query: CasesQuery): Promise<CasesPage> {
    return this.cases.list(principal.sub, query);
  }
}
