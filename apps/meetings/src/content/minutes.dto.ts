import { IsId } from '#http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { MOST_ITEMS } from './content.dto.js';

const LONGEST_TEXT = 20_000;
const LONGEST_LINE = 500;
const MOST_SPEAKERS = 200;
const MOST_GUESTS = 200;
const MOST_ABSENTEES = 2_000;
/** Blanks alone say nothing. */
const NOT_BLANK = /\S/;

export class SpeakerDto {
  /** Opaque id of a member, of whatever branch; what others say belongs into the content of the item. */
  @IsId()
  @ApiProperty({ format: 'uuid', example: '7023ea8f-ab0b-5967-84f1-56a0adc2e759' })
  memberId!: string;

  /** @example 'Đề nghị bổ sung chỉ tiêu về chuyển đổi số.' */
  @IsString()
  @Matches(NOT_BLANK)
  @MaxLength(LONGEST_TEXT)
  opinion!: string;
}

export class AbsenteeDto {
  @IsId()
  @ApiProperty({ format: 'uuid', example: '1808d91a-24c9-531c-a7b1-657f12ff5f01' })
  memberId!: string;

  /**
   * Why he was away.
   * @example 'Đi công tác'
   */
  @IsString()
  @Matches(NOT_BLANK)
  @MaxLength(LONGEST_LINE)
  reason!: string;
}

export class ItemTextDto {
  /** An item of the agenda, named once. */
  @IsId()
  @ApiProperty({ format: 'uuid', example: '7e49c06f-d966-5540-b850-6dde94d16d56' })
  itemId!: string;

  /** @example 'Kết quả thực hiện nghị quyết tháng 01' */
  @IsString()
  @Matches(NOT_BLANK)
  @MaxLength(LONGEST_LINE)
  title!: string;

  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_TEXT)
  @ApiPropertyOptional({ type: String, nullable: true, example: 'Bí thư báo cáo kết quả từng chỉ tiêu.' })
  content?: string | null;

  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_TEXT)
  @ApiPropertyOptional({ type: String, nullable: true, example: 'Chi bộ thống nhất đạt 9/10 chỉ tiêu.' })
  conclusion?: string | null;

  /** In order; one person may speak again. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_SPEAKERS)
  @ValidateNested({ each: true })
  @Type(() => SpeakerDto)
  @ApiPropertyOptional({ type: [SpeakerDto] })
  speakers?: SpeakerDto[];
}

/** The whole minutes; what is left out is empty. */
export class PutMinutesDto {
  /** `none`: no state secret and no denunciation (tố cáo). Anything else is refused: it must not be on this system. */
  @IsString()
  @MaxLength(50)
  @ApiProperty({ example: 'none' })
  classification!: string;

  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_LINE)
  @ApiPropertyOptional({ type: String, nullable: true, example: 'Nhà văn hóa khu phố 6' })
  place?: string | null;

  /** Guests by name. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_GUESTS)
  @IsString({ each: true })
  @Matches(NOT_BLANK, { each: true })
  @MaxLength(LONGEST_LINE, { each: true })
  @ApiPropertyOptional({ type: [String], example: ['Đồng chí phụ trách chi bộ'] })
  guests?: string[];

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_ABSENTEES)
  @ValidateNested({ each: true })
  @Type(() => AbsenteeDto)
  @ApiPropertyOptional({ type: [AbsenteeDto] })
  absentees?: AbsenteeDto[];

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_ITEMS)
  @ValidateNested({ each: true })
  @Type(() => ItemTextDto)
  @ApiPropertyOptional({ type: [ItemTextDto] })
  items?: ItemTextDto[];

  /** Of the whole session. */
  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_TEXT)
  @ApiPropertyOptional({ type: String, nullable: true, example: 'Chi bộ thông qua nghị quyết tháng 02.' })
  conclusion?: string | null;

  /** Why they are written anew; kept with the version, never published. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  @ApiPropertyOptional({ type: String, example: 'Bổ sung ý kiến phát biểu' })
  reason?: string;
}

export class MinutesQuery {
  /** Version of the meeting, with the minutes it had then; without it the newest. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Type(() => Number)
  @ApiPropertyOptional({ type: 'integer', minimum: 1, example: 3 })
  version?: number;
}

class SpeakerAnswer {
  memberId!: string;
  opinion!: string;
}

class AbsenteeAnswer {
  memberId!: string;
  reason!: string;
}

class ItemTextAnswer {
  itemId!: string;

  title!: string;

  @ApiProperty({ type: String, nullable: true })
  content!: string | null;

  @ApiProperty({ type: String, nullable: true })
  conclusion!: string | null;

  @ApiProperty({ type: [SpeakerAnswer] })
  speakers!: SpeakerAnswer[];
}

/** The minutes of a meeting. */
export class MinutesAnswer {
  /** Id of the meeting. */
  id!: string;

  /**
   * The version of the meeting in which they were written; who wrote it and why is with that version.
   * @example 3
   */
  version!: number;

  @ApiProperty({ type: String, nullable: true })
  place!: string | null;

  @ApiProperty({ type: [String] })
  guests!: string[];

  @ApiProperty({ type: [AbsenteeAnswer] })
  absentees!: AbsenteeAnswer[];

  /** As they stood on the agenda then. */
  @ApiProperty({ type: [ItemTextAnswer] })
  items!: ItemTextAnswer[];

  @ApiProperty({ type: String, nullable: true })
  conclusion!: string | null;
}
