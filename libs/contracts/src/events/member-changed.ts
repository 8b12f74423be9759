import { z } from 'zod';
import { localDate, uuid, version } from '../formats.js';

/** Đảng viên dự bị, đảng viên chính thức (DOMAIN.md 2.2). */
export const STANDINGS = ['probationary', 'official'] as const;
export type Standing = (typeof STANDINGS)[number];

/**
 * What moves a head-count (DOMAIN.md 2.2), in this order: closing = opening + in − out. `recognised` (công nhận chính
 * thức) changes the standing only and is in neither.
 */
export const MOVEMENTS_IN = ['registered', 'admitted', 'transferred-in', 'restored'] as const;
export const MOVEMENTS_OUT = ['transferred-out', 'left', 'deleted', 'expelled', 'died'] as const;
export const MOVEMENTS = [...MOVEMENTS_IN, ...MOVEMENTS_OUT, 'recognised'] as const;
export type Movement = (typeof MOVEMENTS)[number];

const stay = { unitId: uuid, from: localDate, to: localDate.nullable() };

/** What a member is on the roll of one branch from one date to the day before another (`to`; null: still so). */
export const rollStretchSchema = z.object({
  ...stay,
  standing: z.enum(STANDINGS),
  /** Miễn công tác và sinh hoạt; đình chỉ sinh hoạt: still members, still counted. */
  exempt: z.boolean(),
  suspended: z.boolean(),
  /** Introduced to another branch that has not accepted yet; counted here until then (đang chuyển). */
  inTransit: z.boolean(),
});
export type RollStretch = z.infer<typeof rollStretchSchema>;

/** A stay at a branch other than the home one (sinh hoạt tạm thời): a memo item, counted at home only. */
export const temporaryStaySchema = z.object(stay);
export type TemporaryStay = z.infer<typeof temporaryStaySchema>;

/**
 * `registry.member-changed.v1`: where a member is on the roll through time, whole, after one version. The member is an
 * opaque id; nothing else of the person is told. `stretches` are sorted and do not overlap: at most one roll a day.
 */
export const memberChangedV1 = z.object({
  memberId: uuid,
  version,
  /** Entered by mistake: never was on any roll; the lists are then empty. */
  voided: z.boolean(),
  stretches: z.array(rollStretchSchema),
  temporary: z.array(temporaryStaySchema),
  /** Days on which a transfer was past its term (QĐ 294, 6.3.1) and not accepted, at the branch that sent. */
  transferOverdue: z.array(temporaryStaySchema),
  /** In order of date. The date is the first day on (in) or off (out) the roll of `unitId`. */
  movements: z.array(z.object({ kind: z.enum(MOVEMENTS), unitId: uuid, date: localDate })),
  /** Went to another roll with his unit, by an act (merged, fused, split): no transfer, so in no movement. */
  withUnits: z.array(z.object({ fromUnitId: uuid, toUnitId: uuid, date: localDate, actId: uuid })).optional(),
});
export type MemberChangedV1 = z.infer<typeof memberChangedV1>;
