import { ASSIGNEE_KINDS, DOCUMENT_TYPE, RESOLUTION_STATES, type AssigneeKind, type ResolutionState } from '#contracts';
import { IsId, IsLocalDate, PageQuery } from '#http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { LONGEST_LINE, LONGEST_TEXT, NOT_BLANK, TERM } from '../facts/facts.dto.js';
import { DROP_REASONS, type DropReason } from './resolution.js';

const MOST_TASKS = 100;
/** `01-NQ/CB`. */
const DOCUMENT_NUMBER = /^\d{1,4}-[A-ZĐ]{1,10}\/[A-ZÂĂÊÔƠƯĐ-]{1,20}$/;

export class AssigneeDto {
  /** Đảng viên, tổ chức. */
  @IsIn(ASSIGNEE_KINDS)
  @ApiProperty({ enum: ASSIGNEE_KINDS, example: 'member' })
  kind!: AssigneeKind;

  /**
   * Opaque id of a member or a unit; never a name.
   * @example '7023ea8f-ab0b-5967-84f1-56a0adc2e759'
   */
  @IsId()
  id!: string;
}

export class NewTaskDto {
  /** Id chosen by the client; without it one is given. In a correction the id of a known task keeps how it stands. */
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ format: 'uuid' })
  id?: string;

  @IsObject()
  @ValidateNested()
  @Type(() => AssigneeDto)
  @ApiProperty({ type: AssigneeDto })
  assignee!: AssigneeDto;

  /**
   * Last day in time.
   * @example '2026-08-31'
   */
  @IsLocalDate()
  deadline!: string;

  /**
   * Free text: what is to be done.
   * @example 'Vận động các hộ ở tổ 3 phân loại rác tại nguồn.'
   */
  @IsString()
  @Matches(NOT_BLANK)
  @MaxLength(LONGEST_TEXT)
  text!: string;

  /** Free text: what is to be reached (chỉ tiêu). */
  @IsOptional()
  @IsString()
  @Matches(NOT_BLANK)
  @MaxLength(LONGEST_LINE)
  @ApiPropertyOptional({ type: String, nullable: true, example: '90% số hộ' })
  target?: string | null;
}

class ResolutionDetailsDto {
  /**
   * The branch or committee that adopts it.
   * @example '50492f7d-525e-5caa-9704-82807e4a0616'
   */
  @IsId()
  unitId!: string;

  /** The closed meeting of the unit that adopted it; left out, a committee did. */
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true })
  meetingId?: string | null;

  /** The session of the committee, by its opaque id; not with a meeting. */
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true })
  sessionId?: string | null;

  /** The vote that adopted it, by its opaque id. */
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true })
  voteId?: string | null;

  /**
   * Local date; of a meeting its date.
   * @example '2020-11-03'
   */
  @IsLocalDate()
  adoptedOn!: string;

  /**
   * Kind of document as it stands in numbers: NQ, KL …
   * @example 'NQ'
   */
  @IsString()
  @Matches(DOCUMENT_TYPE)
  type!: string;

  /** Number of the document, `01-NQ/CB`: proposed by the unit, refused when it is taken in the term. */
  @IsOptional()
  @IsString()
  @Matches(DOCUMENT_NUMBER)
  @ApiPropertyOptional({ type: String, nullable: true, example: '01-NQ/CB' })
  documentNumber?: string | null;

  /** Term of the committee in which numbers run on; needed with a number. */
  @IsOptional()
  @IsString()
  @Matches(TERM)
  @ApiPropertyOptional({ type: String, nullable: true, example: '2020-2025' })
  term?: string | null;

  /**
   * Free text, read only with the right to texts.
   * @example 'Nghị quyết tháng 11'
   */
  @IsString()
  @Matches(NOT_BLANK)
  @MaxLength(LONGEST_LINE)
  title!: string;

  /** Free text of the resolution. */
  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_TEXT)
  @ApiPropertyOptional({ type: String, nullable: true })
  text?: string | null;

  /** What is to be done after it; may be empty. */
  @IsArray()
  @ArrayMaxSize(MOST_TASKS)
  @ValidateNested({ each: true })
  @Type(() => NewTaskDto)
  @ApiProperty({ type: [NewTaskDto] })
  tasks!: NewTaskDto[];
}

export class AdoptResolutionDto extends ResolutionDetailsDto {
  /** Id chosen by the client; without it one is given. */
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ format: 'uuid' })
  id?: string;
}

export class CorrectResolutionDto extends ResolutionDetailsDto {
  /** Why; kept with the version, behind the right to texts. */
  @IsString()
  @MaxLength(LONGEST_LINE)
  @ApiProperty({ example: 'Ghi nhầm hạn' })
  reason!: string;
}

class TaskDayDto {
  /**
   * Local date, from the adoption on.
   * @example '2026-08-15'
   */
  @IsLocalDate()
  on!: string;
}

export class ReportProgressDto extends TaskDayDto {
  /**
   * Percent. 100 does not end a task: completing it does.
   * @example 60
   */
  @IsInt()
  @Min(0)
  @Max(100)
  progress!: number;

  /** Free text: what shows it; left out, the last one stays. */
  @IsOptional()
  @IsString()
  @Matches(NOT_BLANK)
  @MaxLength(LONGEST_TEXT)
  @ApiPropertyOptional({ type: String, nullable: true, example: 'Đã vận động 60% số hộ.' })
  evidence?: string | null;
}

export class CompleteTaskDto extends TaskDayDto {
  /**
   * Free text: what shows that it is done.
   * @example 'Biên bản nghiệm thu của tổ dân phố.'
   */
  @IsString()
  @Matches(NOT_BLANK)
  @MaxLength(LONGEST_TEXT)
  evidence!: string;
}

export class DropTaskDto extends TaskDayDto {
  @IsIn(DROP_REASONS)
  @ApiProperty({ enum: DROP_REASONS, example: 'no-longer-needed' })
  dropReason!: DropReason;

  /** Free text; kept with the version. */
  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_LINE)
  @ApiPropertyOptional({ type: String, nullable: true })
  reason?: string | null;
}

export class ReopenTaskDto {
  /**
   * How far it is after all, in percent.
   * @example 50
   */
  @IsInt()
  @Min(0)
  @Max(100)
  progress!: number;

  /** Why; kept with the version, behind the right to texts. */
  @IsString()
  @MaxLength(LONGEST_LINE)
  @ApiProperty({ example: 'Nghiệm thu chưa đạt' })
  reason!: string;
}

/** Which resolutions to list. */
export class ResolutionsQuery extends PageQuery {
  /**
   * Unit at the top of the subtree, as the tree is today.
   * @example '20628915-0922-5e62-a448-e7856b5efa26'
   */
  @IsId()
  unit!: string;

  /** First date of adoption. */
  @IsOptional()
  @IsLocalDate()
  @ApiPropertyOptional({ example: '2020-01-01' })
  from?: string;

  /** Last date of adoption. */
  @IsOptional()
  @IsLocalDate()
  @ApiPropertyOptional({ example: '2026-12-31' })
  to?: string;

  @IsOptional()
  @IsIn(RESOLUTION_STATES)
  @ApiPropertyOptional({ enum: RESOLUTION_STATES })
  state?: ResolutionState;

  /** Kind of document. */
  @IsOptional()
  @IsString()
  @Matches(DOCUMENT_TYPE)
  @ApiPropertyOptional({ example: 'NQ' })
  type?: string;

  /** Only those with a task that is open, or late, today. */
  @IsOptional()
  @IsIn(['open', 'late'])
  @ApiPropertyOptional({ enum: ['open', 'late'] })
  tasks?: 'open' | 'late';
}

export class OpeningQuery {
  /** Day of the meeting; today when it is left out. */
  @IsOptional()
  @IsLocalDate()
  @ApiPropertyOptional({ type: String, format: 'date', example: '2020-12-03' })
  on?: string;
}
