import { CASE_CHANGES, CASE_KINDS, SEVERITIES, type CaseChange, type CaseKind, type Severity } from '#contracts';
import { IsId } from '#http';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString } from 'class-validator';

/** Which events to subscribe to. */
export class SupervisionEventsQuery {
  /**
   * Unit at the top of the subtree. An event belongs to it when the inspected unit lay in it at the time of the event.
   * @example '20628915-0922-5e62-a448-e7856b5efa26'
   */
  @IsId()
  unit!: string;

  @ApiPropertyOptional({
    type: String,
    description: `Only these changes, separated by commas: ${CASE_CHANGES.join(', ')}.`,
    example: 'opened,finding-recorded,concluded',
  })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value))
  @IsArray()
  @ArrayMaxSize(CASE_CHANGES.length)
  @IsIn(CASE_CHANGES, { each: true })
  changes?: CaseChange[];

  @ApiPropertyOptional({ enum: CASE_KINDS, description: 'Only inspections, or only supervisions.' })
  @IsOptional()
  @IsIn(CASE_KINDS)
  kind?: CaseKind;

  @ApiPropertyOptional({
    enum: SEVERITIES,
    description: 'Only events at least as grave; those without a severity are then left out.',
  })
  @IsOptional()
  @IsIn(SEVERITIES)
  severity?: Severity;

  @ApiPropertyOptional({
    type: String,
    description: 'As the header Last-Event-ID, for clients that cannot set it; the header counts first.',
  })
  @IsOptional()
  @IsString()
  lastEventId?: string;
}
