import { VISIT_CAPACITIES, type VisitCapacity } from '#contracts';
import { IsId } from '#http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import { VISITS_ACTS, type VisitsAct } from './visit.js';

/** A superior who attended: by their own id, or by the plan they attended for. */
export class VisitDto {
  /** Opaque id of a member or another person; never a name. Either this or `planId`. */
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ format: 'uuid', example: '60d1b7a2-76d8-504b-9e83-e3b9b05335dc' })
  visitorId?: string;

  /** The plan whose visitor attended. */
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ format: 'uuid' })
  planId?: string;

  /** Bí thư, ủy viên ban thường vụ, cấp ủy viên, lãnh đạo chính quyền, cán bộ, công chức. */
  @IsIn(VISIT_CAPACITIES)
  @ApiProperty({ enum: VISIT_CAPACITIES, example: 'committee-member' })
  capacity!: VisitCapacity;
}

/** All superiors who attended a meeting. */
export class RecordVisitsDto {
  /** Each once; none: nobody attended. */
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => VisitDto)
  @ApiProperty({ type: [VisitDto] })
  visits!: VisitDto[];
}

export class CorrectVisitsDto extends RecordVisitsDto {
  /** Why; kept with the version, never published. */
  @IsString()
  @MaxLength(500)
  @ApiProperty({ example: 'Ghi thiếu một đồng chí' })
  reason!: string;
}

export class VisitAnswer {
  /** Opaque id; never in an event. */
  visitorId!: string;

  @ApiProperty({ enum: VISIT_CAPACITIES })
  capacity!: VisitCapacity;
}

export class VisitsAnswer {
  meetingId!: string;
  version!: number;
  unitId!: string;
  date!: string;

  /** The meeting was voided: these visits count nowhere. */
  voided!: boolean;

  @ApiProperty({ type: [VisitAnswer] })
  visits!: VisitAnswer[];

  recordedAt!: string;

  /** To ask later whether this version is in the figures. */
  receipt!: string;
}

export class VisitsVersionAnswer {
  version!: number;

  @ApiProperty({ enum: VISITS_ACTS })
  act!: VisitsAct;

  actor!: string;
  at!: string;

  @ApiProperty({ type: String, nullable: true })
  reason!: string | null;

  visits!: VisitsAnswer;
}

export class VisitsVersionsPage {
  @ApiProperty({ type: [VisitsVersionAnswer] })
  items!: VisitsVersionAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}
