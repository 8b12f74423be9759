import { VISIT_PLAN_STATES, type VisitPlanState } from '#contracts';
import { IsId, PageQuery } from '#http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { PLAN_ACTS, type PlanAct } from './visit.js';

const MONTH = /^(19|20)\d{2}-(0[1-9]|1[0-2])$/;

/** Who is to attend the meetings of which branch, and how often. */
class PlanDetailsDto {
  /**
   * The branch to be attended; below the committee.
   * @example 'd96a549d-a8ea-52b9-b75d-2b6729fad375'
   */
  @IsId()
  unitId!: string;

  /**
   * The unit whose committee sends.
   * @example 'cd8ffed4-baed-5dbc-8479-451925aba8ec'
   */
  @IsId()
  committeeId!: string;

  /**
   * Opaque id of a member or another person; never a name.
   * @example '8915ec4e-e294-5415-8d94-47d95de1c117'
   */
  @IsId()
  visitorId!: string;

  /**
   * First month.
   * @example '2026-01'
   */
  @Matches(MONTH)
  from!: string;

  /**
   * Last month, itself included; at most five years from the first.
   * @example '2026-12'
   */
  @Matches(MONTH)
  to!: string;

  /**
   * 1: every month; 3: the first month and every third one after it.
   * @example 1
   */
  @IsInt()
  @Min(1)
  @Max(12)
  everyMonths!: number;
}

export class MakePlanDto extends PlanDetailsDto {
  /** Id chosen by the client; without it one is given. */
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ format: 'uuid' })
  id?: string;
}

export class CorrectPlanDto extends PlanDetailsDto {
  /** Why; kept with the version, never published. */
  @IsString()
  @MaxLength(500)
  @ApiProperty({ example: 'Đổi người được phân công' })
  reason!: string;
}

export class PlansQuery extends PageQuery {
  /**
   * Top of the subtree of the branches to be attended, as the tree is today.
   * @example 'cd8ffed4-baed-5dbc-8479-451925aba8ec'
   */
  @IsId()
  unit!: string;

  /** Only plans that are due in this month. */
  @IsOptional()
  @Matches(MONTH)
  @ApiPropertyOptional({ type: String, example: '2026-05' })
  month?: string;
}

export class DueMonthAnswer {
  month!: string;

  /** The visitor attended a meeting of the branch in that month, once or more. */
  kept!: boolean;
}

/** A plan against what was done. */
export class PlanAnswer {
  id!: string;
  version!: number;
  unitId!: string;
  committeeId!: string;

  /** Opaque id; never in an event. */
  visitorId!: string;

  from!: string;
  to!: string;
  everyMonths!: number;

  @ApiProperty({ enum: VISIT_PLAN_STATES })
  state!: VisitPlanState;

  @ApiProperty({ type: [DueMonthAnswer] })
  due!: DueMonthAnswer[];

  recordedAt!: string;

  /** To ask later whether this version is in the figures. */
  receipt!: string;
}

export class PlansPage {
  @ApiProperty({ type: [PlanAnswer] })
  items!: PlanAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

export class PlanVersionAnswer {
  version!: number;

  @ApiProperty({ enum: PLAN_ACTS })
  act!: PlanAct;

  actor!: string;
  at!: string;

  @ApiProperty({ type: String, nullable: true })
  reason!: string | null;

  plan!: PlanAnswer;
}

export class PlanVersionsPage {
  @ApiProperty({ type: [PlanVersionAnswer] })
  items!: PlanVersionAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}
