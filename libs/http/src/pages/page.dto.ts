import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { MAX_PAGE, STANDARD_PAGE } from './cursor.js';

/** Query of a list: `@Query() query: PageQuery`, or the base class of a query with filters. */
export class PageQuery {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: MAX_PAGE,
    default: STANDARD_PAGE,
    description: 'Most rows to answer.',
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_PAGE)
  limit: number = STANDARD_PAGE;

  @ApiPropertyOptional({ type: 'string', description: '`next` of the page before; without it, the first page.' })
  @IsOptional()
  @IsString()
  @MaxLength(1_000)
  cursor?: string;
}
