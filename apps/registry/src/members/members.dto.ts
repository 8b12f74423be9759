import { STANDINGS, type Standing } from '#contracts';
import { IsId, IsLocalDate } from '#http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsDefined,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { VISIBLE } from '../visible-text.js';
import { ACT_KINDS } from './act-kinds.js';
import type { EnteredKind } from './member.js';
import { PersonDto } from './person.dto.js';

const FIRST_KINDS = ['registered', 'admitted'] as const;
const LATER_KINDS = ACT_KINDS.filter((kind) => kind !== 'registered');

/** What every act may have; which of them an act has depends on its kind (DOMAIN.md 2.2). */
class ActFieldsDto {
  /** The first day on which it holds. Not of `admitted`, which holds from the ceremony. */
  @IsOptional()
  @IsLocalDate()
  @ApiPropertyOptional({ type: String, format: 'date', example: '2025-06-15' })
  on?: string;

  /** Day of the decision of admission (ngày quyết định kết nạp): Party age counts from it. Of `admitted`, `registered`. */
  @IsOptional()
  @IsLocalDate()
  @ApiPropertyOptional({ type: String, format: 'date', nullable: true })
  decisionDate?: string | null;

  /** Day of the ceremony (lễ kết nạp): probation counts from it. Of `admitted`, `registered`. */
  @IsOptional()
  @IsLocalDate()
  @ApiPropertyOptional({ type: String, format: 'date', nullable: true })
  ceremonyDate?: string | null;

  /** Day of recognition (công nhận chính thức), of a member who is `registered` as official. */
  @IsOptional()
  @IsLocalDate()
  @ApiPropertyOptional({ type: String, format: 'date', nullable: true })
  officialDate?: string | null;

  /** Of `registered`: what he is when taken up. */
  @IsOptional()
  @IsIn(STANDINGS)
  @ApiPropertyOptional({ enum: STANDINGS })
  standing?: Standing;

  /** Number of the decision; kept here, never published. */
  @IsOptional()
  @IsString()
  @Matches(VISIBLE)
  @MaxLength(60)
  @ApiPropertyOptional({ type: String, nullable: true, example: '12-QĐ/ĐU' })
  decisionNumber?: string | null;

  /** Ground, as a code or a few words; kept here, never published. Nothing that is classified. */
  @IsOptional()
  @IsString()
  @Matches(VISIBLE)
  @MaxLength(500)
  @ApiPropertyOptional({ type: String, nullable: true })
  reason?: string | null;
}

/** The act that puts somebody on the roll: taken up as the member he is, or admitted (kết nạp). */
export class FirstActDto extends ActFieldsDto {
  @IsIn(FIRST_KINDS)
  @ApiProperty({ enum: FIRST_KINDS, example: 'admitted' })
  kind!: (typeof FIRST_KINDS)[number];
}

/** An act with its unit. */
export class ActDto extends ActFieldsDto {
  @IsIn(ACT_KINDS)
  @ApiProperty({ enum: ACT_KINDS, example: 'recognised' })
  kind!: EnteredKind;

  /** Of `registered`, `admitted`, `temporary-started`, and `restored` at another unit than before. */
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true })
  unitId?: string | null;

  /** Of `transfer-introduced`: the branch he goes to, which accepts or rejects. */
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ type: String, format: 'uuid' })
  toUnitId?: string;
}

/** An act of a member who is known. */
export class NewActDto extends ActDto {
  @IsIn(LATER_KINDS)
  @ApiProperty({ enum: LATER_KINDS, example: 'recognised' })
  declare kind: EnteredKind;
}

export class RegisterMemberDto {
  /** Id chosen by the client; without it one is given. */
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ format: 'uuid' })
  id?: string;

  /**
   * The branch, group or grassroots organisation whose roll it is.
   * @example '79d0b7eb-3051-5a26-b488-c0db655fbf55'
   */
  @IsId()
  unitId!: string;

  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => FirstActDto)
  act!: FirstActDto;

  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => PersonDto)
  person!: PersonDto;

  /** True: another person of this name and birth date is on this roll, and it is somebody else. */
  @IsOptional()
  @IsBoolean()
  @ApiPropertyOptional({ default: false })
  confirmedDistinct?: boolean;
}

class ReasonedDto {
  /** Why; kept with the version, never published. */
  @IsString()
  @Matches(VISIBLE)
  @MaxLength(500)
  @ApiProperty({ example: 'Nhập nhầm ngày' })
  reason!: string;
}

/** The whole act as it should have been, of the same kind, and why. */
export class CorrectActDto extends ReasonedDto {
  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => ActDto)
  act!: ActDto;
}

export class VoidMemberDto extends ReasonedDto {}

/** The whole personal data as they should be, and why. */
export class ChangePersonDto extends ReasonedDto {
  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => PersonDto)
  person!: PersonDto;
}
