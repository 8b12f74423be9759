import { ROLES, type RoleName } from '#contracts';
import { IsId, IsLocalDate, PageQuery } from '#http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min, ValidateIf } from 'class-validator';
import { VISIBLE } from '../visible-text.js';

const SUB = /^[\x21-\x7e]{1,255}$/;

export class GiveRoleDto {
  /** Id chosen by the client; without it one is given. */
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ type: String, format: 'uuid' })
  id?: string;

  /**
   * OIDC `sub` of the person.
   * @example 'demo-clerk-an-bien'
   */
  @IsString()
  @Matches(SUB)
  person!: string;

  @IsIn(ROLES)
  @ApiProperty({ enum: ROLES, example: 'clerk' })
  role!: RoleName;

  /**
   * It reaches this unit and all below it.
   * @example '05edd18c-45a5-5397-9e31-d83187b816f4'
   */
  @IsId()
  unitId!: string;

  /** @example '2026-07-01' */
  @IsLocalDate()
  from!: string;

  /** First day on which it no longer holds; null or absent: until further notice. */
  @ValidateIf((role: GiveRoleDto) => role.to !== null && role.to !== undefined)
  @IsLocalDate()
  @ApiPropertyOptional({ type: String, format: 'date', nullable: true })
  to?: string | null;

  /** Why; kept with the version. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  @ApiPropertyOptional({ type: String, example: 'Phân công nhiệm vụ' })
  reason?: string;
}

export class EndRoleDto {
  /** First day on which it no longer holds; null: until further notice. */
  @ValidateIf((role: EndRoleDto) => role.to !== null)
  @IsLocalDate()
  @ApiProperty({ type: String, format: 'date', nullable: true, example: '2027-01-01' })
  to!: string | null;

  /**
   * Why; kept with the version.
   * @example 'Thôi giữ nhiệm vụ'
   */
  @IsString()
  @Matches(VISIBLE)
  @MaxLength(500)
  reason!: string;
}

export class VoidRoleDto {
  /**
   * Why; kept with the version.
   * @example 'Nhập nhầm'
   */
  @IsString()
  @Matches(VISIBLE)
  @MaxLength(500)
  reason!: string;
}

export class RolesQuery extends PageQuery {
  /** The unit at which the roles are held. */
  @IsId()
  @ApiProperty({ type: String, format: 'uuid', example: '20628915-0922-5e62-a448-e7856b5efa26' })
  unit!: string;
}

export class SearchRolesDto {
  /**
   * OIDC `sub` of the person.
   * @example 'demo-clerk-vinh-niem'
   */
  @IsString()
  @Matches(SUB)
  person!: string;

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 500, default: 50 })
  limit: number = 50;

  /** `next` of the page before; without it, the first page. */
  @IsOptional()
  @IsString()
  @MaxLength(1_000)
  @ApiPropertyOptional({ type: String })
  cursor?: string;
}

export class RoleAnswer {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ type: 'integer', minimum: 1 })
  version!: number;

  /** OIDC `sub` of the person. */
  person!: string;

  @ApiProperty({ enum: ROLES })
  role!: RoleName;

  @ApiProperty({ format: 'uuid' })
  unitId!: string;

  @ApiProperty({ format: 'date' })
  from!: string;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  to!: string | null;

  /** Given by mistake: it never held. */
  voided!: boolean;
}

export class RoleWrittenAnswer extends RoleAnswer {
  receipt!: string;
}

export class RolesPage {
  @ApiProperty({ type: [RoleAnswer] })
  items!: RoleAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

export class MeAnswer {
  /** As the token says. */
  sub!: string;

  /** Named in the configuration as administrator of the whole tree. */
  firstAdministrator!: boolean;

  /** Roles held today. */
  @ApiProperty({ type: [RoleAnswer] })
  roles!: RoleAnswer[];
}
