import { IsLocalDate } from '#http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { VISIBLE } from '../visible-text.js';
import { SEXES } from './member.js';

const text = { type: String, nullable: true } as const;

/** Personal data of a member (DOMAIN.md 2.1). They never leave the registry. Identifiers are text: leading zeros count. */
export class PersonDto {
  /** @example 'Nguyễn Thị Mẫu' */
  @IsString()
  @Matches(VISIBLE)
  @MaxLength(100)
  name!: string;

  /** Tên gọi khác. */
  @IsOptional()
  @IsString()
  @Matches(VISIBLE)
  @MaxLength(100)
  @ApiPropertyOptional(text)
  otherName?: string | null;

  @IsIn(SEXES)
  @ApiProperty({ enum: SEXES, example: 'female' })
  sex!: (typeof SEXES)[number];

  @IsLocalDate()
  @ApiProperty({ type: String, format: 'date', example: '1990-05-19' })
  birthDate!: string;

  /**
   * Dân tộc; the majority is "Kinh".
   * @example 'Kinh'
   */
  @IsString()
  @Matches(VISIBLE)
  @MaxLength(60)
  ethnicity!: string;

  /**
   * Tôn giáo; "không" when none.
   * @example 'không'
   */
  @IsString()
  @Matches(VISIBLE)
  @MaxLength(60)
  religion!: string;

  /** Số định danh cá nhân, 12 digits. */
  @IsOptional()
  @IsString()
  @MaxLength(40)
  @ApiPropertyOptional({ ...text, example: '001190000001' })
  personalId?: string | null;

  /** Số thẻ đảng viên (HD 38-HD/BTCTW), 12 digits. */
  @IsOptional()
  @IsString()
  @MaxLength(40)
  @ApiPropertyOptional({ ...text, example: '000123456789' })
  cardNumber?: string | null;

  @IsOptional()
  @IsString()
  @Matches(VISIBLE)
  @MaxLength(40)
  @ApiPropertyOptional(text)
  oldCardNumber?: string | null;

  /** Quê quán. */
  @IsOptional()
  @IsString()
  @Matches(VISIBLE)
  @MaxLength(300)
  @ApiPropertyOptional(text)
  nativePlace?: string | null;

  /** Nơi thường trú. */
  @IsOptional()
  @IsString()
  @Matches(VISIBLE)
  @MaxLength(300)
  @ApiPropertyOptional(text)
  residence?: string | null;

  @IsOptional()
  @IsString()
  @Matches(VISIBLE)
  @MaxLength(200)
  @ApiPropertyOptional(text)
  occupation?: string | null;

  @IsOptional()
  @IsString()
  @Matches(VISIBLE)
  @MaxLength(40)
  @ApiPropertyOptional(text)
  phone?: string | null;
}

/** Personal data as kept. */
export class PersonAnswer {
  name!: string;
  @ApiProperty(text)
  otherName!: string | null;
  @ApiProperty({ enum: SEXES })
  sex!: (typeof SEXES)[number];
  @ApiProperty({ type: String, format: 'date' })
  birthDate!: string;
  ethnicity!: string;
  religion!: string;
  @ApiProperty(text)
  personalId!: string | null;
  @ApiProperty(text)
  cardNumber!: string | null;
  @ApiProperty(text)
  oldCardNumber!: string | null;
  @ApiProperty(text)
  nativePlace!: string | null;
  @ApiProperty(text)
  residence!: string | null;
  @ApiProperty(text)
  occupation!: string | null;
  @ApiProperty(text)
  phone!: string | null;
}
