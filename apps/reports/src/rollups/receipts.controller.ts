import './rollups.texts.js';
import { Route } from '#http';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { ReceiptQuery, ReceiptStatusDto } from './receipts.dto.js';
import { receiptOf, Receipts, waitOf } from './receipts.js';

/** Receipt of tree change number 1, which every store with the demo data has. */
const FIRST_TREE_CHANGE = 'cmVnaXN0cnk6dHJlZTox';

@ApiTags('Figures')
@Controller('v1/receipts')
export class ReceiptsController {
  constructor(private readonly receipts: Receipts) {}

  @Get(':receipt')
  @ApiParam({ name: 'receipt', description: 'Receipt of a write, as it was answered.', example: FIRST_TREE_CHANGE })
  @Route({
    summary: 'Ask whether a write is in the figures yet',
    description:
      'The same answer as `?receipt=` on a rollup, without figures. Whoever holds a receipt may ask; it says nothing about what was written.',
    access: 'reference',
    answer: { type: ReceiptStatusDto, description: 'Where it is.' },
    problems: ['receipt-malformed', 'wait-malformed', 'wait-too-long'],
  })
  read(@Param('receipt') receipt: string, @Query() query: ReceiptQuery): Promise<ReceiptStatusDto> {
    return this.receipts.status(receiptOf(receipt), waitOf(query.wait));
  }
}
