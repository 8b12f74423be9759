import { STANDINGS, type Standing } from '#contracts';
import { IsId, IsLocalDate, PageQuery } from '#http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';

const SCOPES = ['unit', 'subtree'] as const;

export class RollQuery extends PageQuery {
  /** The day; today when not given. */
  @IsOptional()
  @IsLocalDate()
  @ApiPropertyOptional({ type: String, format: 'date', example: '2025-07-15' })
  on?: string;

  /** The roll of the unit alone, or of it and all that lay under it that day. */
  @IsOptional()
  @IsIn(SCOPES)
  @ApiPropertyOptional({ enum: SCOPES, default: 'unit' })
  scope: (typeof SCOPES)[number] = 'unit';
}

/** A member on a roll on the day. */
export class RollEntryAnswer {
  id!: string;
  name!: string;
  @ApiProperty({ type: String, format: 'date' })
  birthDate!: string;
  unitId!: string;
  @ApiProperty({ enum: STANDINGS })
  standing!: Standing;
  exempt!: boolean;
  suspended!: boolean;
  inTransit!: boolean;
  /** Where the member stayed that day (sinh hoạt tạm thời), if not at home. */
  @ApiProperty({ type: String, nullable: true })
  temporaryAt!: string | null;
  /** On the roll since this day, or as what they are on it. */
  @ApiProperty({ type: String, format: 'date' })
  since!: string;
}

/** Head-count of the whole roll on the day. `temporaryIn` and `temporaryOut` are memo items, outside the total. */
export class RollCounts {
  /** @example 24 */
  total!: number;
  /** @example 22 */
  official!: number;
  /** @example 2 */
  probationary!: number;
  exempt!: number;
  suspended!: number;
  inTransit!: number;
  temporaryIn!: number;
  temporaryOut!: number;
}

export class RollPage {
  @ApiProperty({ type: String, format: 'date' })
  on!: string;
  @ApiProperty({ type: RollCounts })
  counts!: RollCounts;
  /** By name in Vietnamese order. */
  @ApiProperty({ type: [RollEntryAnswer] })
  items!: RollEntryAnswer[];
  /** Cursor of the next page; null on the last. */
  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

/** In a body, since nothing personal belongs in an address. */
export class SearchMembersDto extends PageQuery {
  /**
   * At the top of the subtree to search.
   * @example 'a67adc85-0d62-5601-9456-7da0140721ac'
   */
  @IsId()
  unitId!: string;

  /** Beginning of the name, or of a later word of it; case, diacritics and đ do not matter. */
  @IsOptional()
  @IsString()
  @MinLength(2)
  @MaxLength(100)
  @ApiPropertyOptional({ example: 'nguyen' })
  name?: string;

  @IsOptional()
  @IsString()
  @MaxLength(40)
  @ApiPropertyOptional()
  personalId?: string;

  @IsOptional()
  @IsString()
  @MaxLength(40)
  @ApiPropertyOptional()
  cardNumber?: string;
}

/** A member that was found. */
export class FoundMemberAnswer {
  id!: string;
  version!: number;
  name!: string;
  @ApiProperty({ type: String, format: 'date' })
  birthDate!: string;
  /** The roll the member is on, or was last on. */
  @ApiProperty({ type: String, nullable: true })
  unitId!: string | null;
  /** Off that roll since this day; null: on it. */
  @ApiProperty({ type: String, format: 'date', nullable: true })
  offSince!: string | null;
}

export class FoundMembersPage {
  @ApiProperty({ type: [FoundMemberAnswer] })
  items!: FoundMemberAnswer[];
  /** Cursor of the next page; null on the last. */
  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}
