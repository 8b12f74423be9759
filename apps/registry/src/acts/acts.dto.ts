import { actVerbSchema, unitRecordSchema } from '#contracts';
import { IsId, IsLocalDate, PageQuery } from '#http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
} from 'class-validator';
import { z } from 'zod';
import { VISIBLE } from '../visible-text.js';
import { ACT_STATES, type ActState } from './act.js';
import { ENTERED_VERBS } from './act-verbs.rules.js';
import { ACT_EXAMPLES } from './acts.examples.js';

/** Most verbs of one request; more come in further ones. */
export const MOST_STEPS_SENT = 1_000;

const openApi = (schema: z.ZodType): Record<string, unknown> => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { target: 'openapi-3.0', io: 'input' });
  return rest;
};
const STEP = openApi(actVerbSchema);
const UNIT = openApi(unitRecordSchema);
const text = { type: String, nullable: true };
const counts = { type: 'object', additionalProperties: { type: 'integer' }, nullable: true } as const;

const EXAMPLE_STEPS = [
  { verb: 'hand-over', unitId: ACT_EXAMPLES.unit, parentId: ACT_EXAMPLES.other },
  { verb: 'rename', unitId: ACT_EXAMPLES.unit, name: 'Chi bộ Khu phố 1 mới' },
];

class ActHeadDto {
  /** Number of the decision (số quyết định). */
  @IsString()
  @Matches(VISIBLE)
  @MaxLength(60)
  @ApiProperty({ example: '31-QĐ/TU' })
  decision!: string;

  /** The one day from which all of it holds; in the past, today or ahead. */
  @IsLocalDate()
  @ApiProperty({ format: 'date', example: '2026-10-01' })
  effective!: string;

  /** Why; kept with every unit that it changes. */
  @IsString()
  @IsNotEmpty()
  @Matches(VISIBLE)
  @MaxLength(500)
  @ApiProperty({ example: 'Sắp xếp tổ chức đảng' })
  reason!: string;
}

export class EditActDto extends ActHeadDto {}

export class CreateActDto extends ActHeadDto {
  /** Id chosen by the client; without it one is given. */
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ type: String, format: 'uuid' })
  id?: string;

  /** The first of its steps. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_STEPS_SENT)
  @IsObject({ each: true })
  @ApiPropertyOptional({ type: 'array', items: STEP, maxItems: MOST_STEPS_SENT, example: EXAMPLE_STEPS })
  steps?: object[];
}

export class AddStepsDto {
  /** In order. A unit that is founded may come without `unitId`: one that follows from the act is given. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_STEPS_SENT)
  @IsObject({ each: true })
  @ApiProperty({ type: 'array', items: STEP, minItems: 1, maxItems: MOST_STEPS_SENT, example: EXAMPLE_STEPS })
  steps!: object[];

  /** Instead of all that were entered before. */
  @IsOptional()
  @IsBoolean()
  @ApiPropertyOptional({ default: false })
  replace?: boolean;
}

export class ApproveActDto {
  @IsOptional()
  @IsString()
  @Matches(VISIBLE)
  @MaxLength(500)
  @ApiPropertyOptional({ example: 'Đã đối chiếu với đề án' })
  reason?: string;
}

export class RevokeActDto {
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ type: String, format: 'uuid' })
  id?: string;

  /** Number of the decision that takes the act back. */
  @IsString()
  @Matches(VISIBLE)
  @MaxLength(60)
  @ApiProperty({ example: '45-QĐ/TU' })
  decision!: string;

  @IsString()
  @IsNotEmpty()
  @Matches(VISIBLE)
  @MaxLength(500)
  @ApiProperty({ example: 'Thu hồi quyết định' })
  reason!: string;
}

export class ActsQuery extends PageQuery {
  @IsOptional()
  @IsIn(ACT_STATES)
  @ApiPropertyOptional({ enum: ACT_STATES })
  state?: ActState;

  /** Acts of this day on. */
  @IsOptional()
  @IsLocalDate()
  @ApiPropertyOptional({ type: String, format: 'date' })
  from?: string;

  /** Acts of the days before this one. */
  @IsOptional()
  @IsLocalDate()
  @ApiPropertyOptional({ type: String, format: 'date' })
  to?: string;
}

export class ActFaultAnswer {
  /** Number of the step, from 0. */
  @ApiProperty({ type: 'integer' })
  step!: number;

  /** Of the rule that it is against; its text is in the description of the check. */
  code!: string;

  @ApiProperty({ type: String, format: 'uuid', required: false })
  unitId?: string;

  /** Another unit that it is about: the successor, the unit below, who has the code. */
  @ApiProperty({ type: String, format: 'uuid', required: false })
  other?: string;
}

export class ActFoundAnswer {
  /** The tree that it was judged by. */
  @ApiProperty({ type: 'integer' })
  treeRevision!: number;

  /** Units that it changes; each is a step of the tree. */
  @ApiProperty({ type: 'integer' })
  changes!: number;

  @ApiProperty({ type: 'integer' })
  faultCount!: number;

  /** The first 200. */
  @ApiProperty({ type: [ActFaultAnswer] })
  faults!: ActFaultAnswer[];
}

export class ActImpactAnswer {
  /** units, founded, ended, members, offices, roles, people (whose roles change). */
  @ApiProperty(counts)
  registry!: Record<string, number> | null;
  @ApiProperty(counts)
  meetings!: Record<string, number> | null;
  @ApiProperty(counts)
  inspection!: Record<string, number> | null;
  @ApiProperty(counts)
  reports!: Record<string, number> | null;
}

export class ActProgressAnswer {
  /** Steps of the tree that are applied. */
  @ApiProperty({ type: 'integer' })
  step!: number;
  @ApiProperty({ type: 'integer' })
  of!: number;
}

export class ReorganisationAnswer {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ type: 'integer', minimum: 1 })
  version!: number;

  /** `checked` when every service has answered; `applied` may still be ahead of its day (`inForce`). */
  @ApiProperty({ enum: ACT_STATES })
  state!: ActState;

  inForce!: boolean;
  decision!: string;

  @ApiProperty({ format: 'date' })
  effective!: string;

  /** The act that this one takes back. */
  @ApiProperty(text)
  revokes!: string | null;

  /** The act that took this one back. */
  @ApiProperty(text)
  revokedBy!: string | null;

  /** Verbs entered. */
  @ApiProperty({ type: 'integer' })
  steps!: number;

  draftedBy!: string;
  editedBy!: string;

  @ApiProperty(text)
  approvedBy!: string | null;

  @ApiProperty({ format: 'date-time' })
  recordedAt!: string;

  @ApiProperty({ ...text, format: 'date-time' })
  appliedAt!: string | null;

  /** Number of the last check. */
  @ApiProperty({ type: 'integer' })
  check!: number;

  @ApiProperty({ type: ActFoundAnswer, nullable: true })
  found!: ActFoundAnswer | null;

  /** What it touches in each service, by code; null: not answered. */
  @ApiProperty({ type: ActImpactAnswer })
  impact!: ActImpactAnswer;

  /** "Step k of n" from the approval on. */
  @ApiProperty({ type: ActProgressAnswer, nullable: true })
  progress!: ActProgressAnswer | null;

  /** Once applied: ask the reports service with it whether all of it is in the figures. */
  @ApiProperty(text)
  receipt!: string | null;
}

export class ActsPage {
  @ApiProperty({ type: [ReorganisationAnswer] })
  items!: ReorganisationAnswer[];
  @ApiProperty(text)
  next!: string | null;
}

export class EnteredStepAnswer {
  @ApiProperty({ type: 'integer' })
  number!: number;
  @ApiProperty(STEP)
  step!: object;
}

export class StepsPage {
  @ApiProperty({ type: [EnteredStepAnswer] })
  items!: EnteredStepAnswer[];
  @ApiProperty(text)
  next!: string | null;
}

export class TouchedUnitAnswer {
  /** In this order they are applied. */
  @ApiProperty({ type: 'integer', minimum: 1 })
  step!: number;

  @ApiProperty({ format: 'uuid' })
  id!: string;

  /** null: founded by the act. */
  @ApiProperty({ ...UNIT, nullable: true })
  before!: object | null;

  @ApiProperty(UNIT)
  after!: object;
}

export class TouchedUnitsPage {
  @ApiProperty({ type: [TouchedUnitAnswer] })
  items!: TouchedUnitAnswer[];
  @ApiProperty(text)
  next!: string | null;
}

export class ActVersionAnswer {
  @ApiProperty({ type: 'integer', minimum: 1 })
  version!: number;
  /** `drafted`, `edited`, `steps-entered`, `checked`, `approved` or `discarded`. */
  did!: string;
  /** OIDC `sub` of who did it. */
  actor!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  at!: Date;
  @ApiProperty(text)
  reason!: string | null;
  @ApiProperty({ enum: ACT_STATES })
  state!: ActState;
}

export class ActVersionsPage {
  @ApiProperty({ type: [ActVersionAnswer] })
  items!: ActVersionAnswer[];
  @ApiProperty(text)
  next!: string | null;
}

export const VERB_LIST = ENTERED_VERBS.map((verb) => `\`${verb}\``).join(', ');
