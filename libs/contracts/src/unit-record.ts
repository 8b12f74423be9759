import { z } from 'zod';
import { localDate, uuid, version } from './formats.js';

/** Levels of the system (hệ thống tổ chức, DOMAIN.md 1.1). Nothing in the figures relies on them, only on paths. */
export const LEVELS = ['centre', 'province', 'district', 'commune', 'grassroots-committee', 'branch', 'group'] as const;
export type Level = (typeof LEVELS)[number];

/** Kinds of unit, and of branch by milieu (loại hình, DOMAIN.md 1.1). */
export const UNIT_KINDS = [
  'centre',
  'province', // tỉnh
  'city', // thành phố trực thuộc trung ương
  'rural-district', // huyện
  'urban-district', // quận
  'town', // thị xã, thành phố thuộc tỉnh
  'commune', // xã
  'ward', // phường
  'special-zone', // đặc khu
  'grassroots-committee', // đảng ủy cơ sở
  'part-committee', // đảng ủy bộ phận
  'residential-branch', // khu phố, thôn, ấp, bản, tổ dân phố
  'office-branch',
  'school-branch',
  'health-branch',
  'enterprise-branch',
  'cooperative-branch',
  'police-branch',
  'military-branch',
  'other-branch',
  'group', // tổ đảng
] as const;
export type UnitKind = (typeof UNIT_KINDS)[number];

/** What a unit is from one date to the day before another. `to` is the first day it no longer holds; null: open. */
export const unitStretchSchema = z.object({
  from: localDate,
  to: localDate.nullable(),
  code: z.string().min(1).max(40),
  name: z.string().min(1).max(200),
  kind: z.enum(UNIT_KINDS),
  level: z.enum(LEVELS),
  /** The unit above; null for a root (the centre). */
  parentId: uuid.nullable(),
});
export type UnitStretch = z.infer<typeof unitStretchSchema>;

/** Most units that one unit's history is shared among. */
export const MOST_SUCCESSORS = 100;

/**
 * What became of a unit by an act (DOMAIN.md 1.3): from `from` on, trees of that day or a later one show its history at
 * these. `weight`: parts of it, when it is shared among several.
 */
export const successionSchema = z.object({
  from: localDate,
  /** `moves`: what it did is the successors' history. `stays`: they are named, its history remains its own. */
  history: z.enum(['moves', 'stays']),
  to: z
    .array(z.object({ unitId: uuid, weight: z.int().min(1).max(1_000_000) }))
    .min(1)
    .max(MOST_SUCCESSORS),
});
export type Succession = z.infer<typeof successionSchema>;

/**
 * A unit's whole dated record. `stretches` are sorted and do not overlap; a gap between them, or the time after the
 * last, is when the unit is closed. A unit that was entered wrongly is voided and then has no stretches.
 */
export const unitRecordSchema = z.object({
  id: uuid,
  version,
  voided: z.boolean(),
  stretches: z.array(unitStretchSchema),
  /** In order of `from`, at most one a day. Absent: nothing ever became of it but what the stretches say. */
  successions: z.array(successionSchema).optional(),
  /** Of a voided one: the unit that it was a second record of. What was recorded here counts nowhere and waits for nothing. */
  duplicateOf: uuid.optional(),
});
export type UnitRecord = z.infer<typeof unitRecordSchema>;
