import {
  CASE_FORMS,
  CASE_KINDS,
  CASE_OBJECTS,
  CASE_STATES,
  FINDING_CONTENTS,
  SEVERITIES,
  type CaseForm,
  type CaseKind,
  type CaseObject,
  type CaseState,
  type FindingContent,
  type Severity,
} from '#contracts';
import { IsId, IsLocalDate, PageQuery } from '#http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';

const LONGEST_TEXT = 20_000;
/** Blanks alone say nothing. */
const NOT_BLANK = /\S/;

/** What is written here must not be secret. */
class ClassifiedDto {
  /** `none`: no state secret and no denunciation (tố cáo). Anything else is refused: it must not be on this system. */
  @IsString()
  @MaxLength(50)
  @ApiProperty({ example: 'none' })
  classification!: string;
}

class CaseDetailsDto extends ClassifiedDto {
  /**
   * The organisation inspected, or the branch of the member inspected.
   * @example '79d0b7eb-3051-5a26-b488-c0db655fbf55'
   */
  @IsId()
  unitId!: string;

  /**
   * The unit whose committee carries it out: the inspected unit itself or one above it on the day of opening.
   * @example 'a67adc85-0d62-5601-9456-7da0140721ac'
   */
  @IsId()
  committeeId!: string;

  /** Kiểm tra, giám sát. */
  @IsIn(CASE_KINDS)
  @ApiProperty({ enum: CASE_KINDS, example: 'inspection' })
  kind!: CaseKind;

  /** Thường xuyên, định kỳ, khi có dấu hiệu vi phạm, chuyên đề. */
  @IsIn(CASE_FORMS)
  @ApiProperty({ enum: CASE_FORMS, example: 'regular' })
  form!: CaseForm;

  /** Tổ chức đảng, đảng viên. */
  @IsIn(CASE_OBJECTS)
  @ApiProperty({ enum: CASE_OBJECTS, example: 'organisation' })
  object!: CaseObject;

  /** Opaque id of the member inspected, who was on the roll of the unit at some time; for a member only. */
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true })
  memberId?: string | null;

  /**
   * Local date.
   * @example '2026-07-01'
   */
  @IsLocalDate()
  openedOn!: string;
}

export class OpenCaseDto extends CaseDetailsDto {
  /** Id chosen by the client; without it one is given. */
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ format: 'uuid' })
  id?: string;
}

/** Why something is changed. */
class ReasonDto {
  /**
   * Kept with the version; names nobody.
   * @example 'Nhập trùng'
   */
  @IsString()
  @MaxLength(500)
  reason!: string;
}

export class CorrectCaseDto extends CaseDetailsDto {
  /** Of a concluded case; left out it stays. */
  @IsOptional()
  @IsLocalDate()
  @ApiPropertyOptional({ example: '2026-07-20' })
  concludedOn?: string;

  /** Of a closed case; left out it stays. */
  @IsOptional()
  @IsLocalDate()
  @ApiPropertyOptional({ example: '2026-08-20' })
  closedOn?: string;

  /**
   * Why it is corrected; names nobody.
   * @example 'Ghi nhầm hình thức'
   */
  @IsString()
  @MaxLength(500)
  reason!: string;
}

export class RecordFindingDto extends ClassifiedDto {
  /** Id chosen by the client; without it one is given. */
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ format: 'uuid' })
  id?: string;

  /**
   * Local date, from the opening on.
   * @example '2026-07-10'
   */
  @IsLocalDate()
  date!: string;

  /** Ít nghiêm trọng, nghiêm trọng, rất nghiêm trọng, đặc biệt nghiêm trọng (QĐ 69-QĐ/TW). */
  @IsIn(SEVERITIES)
  @ApiProperty({ enum: SEVERITIES, example: 'less-serious' })
  severity!: Severity;

  /** What it is about (QĐ 885-QĐ/UBKTTW). */
  @IsIn(FINDING_CONTENTS)
  @ApiProperty({ enum: FINDING_CONTENTS, example: 'democratic-centralism' })
  content!: FindingContent;

  /**
   * Free text, read only with the right to texts.
   * @example 'Quy chế làm việc chưa được cập nhật.'
   */
  @IsString()
  @Matches(NOT_BLANK)
  @MaxLength(LONGEST_TEXT)
  summary!: string;
}

export class DatedReasonDto extends ReasonDto {
  /**
   * Local date on which it took place.
   * @example '2026-07-25'
   */
  @IsLocalDate()
  on!: string;
}

export class VoidCaseDto extends ReasonDto {}

export class ObligationDto {
  /** Id chosen by the client; without it one is given. */
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ format: 'uuid' })
  id?: string;

  /**
   * Last day in time.
   * @example '2026-09-30'
   */
  @IsLocalDate()
  due!: string;

  /** The unit that has to fulfil it; left out: the one inspected. */
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ format: 'uuid' })
  responsibleUnitId?: string;

  /**
   * Free text.
   * @example 'Sửa đổi quy chế làm việc.'
   */
  @IsString()
  @Matches(NOT_BLANK)
  @MaxLength(LONGEST_TEXT)
  text!: string;
}

export class ConcludeCaseDto extends ClassifiedDto {
  /** @example '2026-07-20' */
  @IsLocalDate()
  on!: string;

  /**
   * Free text.
   * @example 'Chi bộ cần sửa đổi quy chế làm việc.'
   */
  @IsString()
  @Matches(NOT_BLANK)
  @MaxLength(LONGEST_TEXT)
  conclusion!: string;

  /** What has to be done after it; may be empty. */
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => ObligationDto)
  @ApiProperty({ type: [ObligationDto] })
  obligations!: ObligationDto[];
}

export class FulfilObligationDto extends ClassifiedDto {
  /** @example '2026-08-15' */
  @IsLocalDate()
  on!: string;

  /**
   * Free text: what shows that it is fulfilled.
   * @example 'Quy chế số 05 đã ban hành.'
   */
  @IsString()
  @Matches(NOT_BLANK)
  @MaxLength(LONGEST_TEXT)
  evidence!: string;
}

export class CloseCaseDto {
  /** @example '2026-08-20' */
  @IsLocalDate()
  on!: string;
}

/** Which cases to list. */
export class CasesQuery extends PageQuery {
  /**
   * Unit at the top of the subtree, as the tree is today.
   * @example '20628915-0922-5e62-a448-e7856b5efa26'
   */
  @IsId()
  unit!: string;

  /** Only those that the committee of this unit carries out. */
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ format: 'uuid' })
  committee?: string;

  @IsOptional()
  @IsIn(CASE_STATES)
  @ApiPropertyOptional({ enum: CASE_STATES })
  state?: CaseState;

  @IsOptional()
  @IsIn(CASE_KINDS)
  @ApiPropertyOptional({ enum: CASE_KINDS })
  kind?: CaseKind;

  /** First date of opening. */
  @IsOptional()
  @IsLocalDate()
  @ApiPropertyOptional({ example: '2020-01-01' })
  from?: string;

  /** Last date of opening. */
  @IsOptional()
  @IsLocalDate()
  @ApiPropertyOptional({ example: '2026-12-31' })
  to?: string;
}

export class NarrativeQuery {
  /** Version of the case; without it the newest. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Type(() => Number)
  @ApiPropertyOptional({ type: 'integer', minimum: 1, example: 1 })
  version?: number;
}
