import { z } from 'zod';
import { localDate, uuid } from './formats.js';
import { LEVELS, MOST_SUCCESSORS, UNIT_KINDS, successionSchema, unitStretchSchema } from './unit-record.js';

/** Most verbs of an act in one event; an event has its place in Kafka's largest message. */
export const MOST_VERBS_TOLD = 500;
/** Most units that one verb names. */
export const MOST_NAMED = 1_000;

const { code, name } = unitStretchSchema.shape;
const kind = z.enum(UNIT_KINDS);
const level = z.enum(LEVELS);

/** What becomes of offices and roles at a unit that ends: over on that day, or held on at the unit that takes over. */
export const dispositionSchema = z.enum(['end', 'move']);
export type Disposition = z.infer<typeof dispositionSchema>;
const handing = { offices: dispositionSchema.optional(), roles: dispositionSchema.optional() };

/** A unit that begins on the act's day. */
export const foundedUnitSchema = z.object({ unitId: uuid, code, name, kind, level, parentId: uuid });
export type FoundedUnit = z.infer<typeof foundedUnitSchema>;

/** Where a part of a split unit goes: to a unit that lives already, or to one that is founded (`code` … `parentId`). */
export const splitPartSchema = z.object({
  unitId: uuid,
  founded: foundedUnitSchema.omit({ unitId: true }).optional(),
  /** Its share of the history, where that is shared. */
  weight: z.int().min(1).max(1_000_000).optional(),
  units: z.array(uuid).max(MOST_NAMED).optional(),
  members: z.array(uuid).max(MOST_NAMED).optional(),
});

/** A verb of an act (DOMAIN.md 1.3). All hold from the act's one day on. */
export const actVerbSchema = z.discriminatedUnion('verb', [
  /** Thành lập. */
  z.object({ verb: z.literal('found'), ...foundedUnitSchema.shape }),
  /** Giải thể, kết thúc hoạt động. `to` takes the members and units that are left; its history stays its own unless said. */
  z.object({
    verb: z.literal('dissolve'),
    unitId: uuid,
    to: uuid.optional(),
    history: successionSchema.shape.history.optional(),
    ...handing,
  }),
  /** Sáp nhập: into a unit that lives on. */
  z.object({ verb: z.literal('merge'), unitId: uuid, into: uuid, ...handing }),
  /** Hợp nhất: all of these end in a new one. */
  z.object({ verb: z.literal('fuse'), from: z.array(uuid).min(2).max(MOST_NAMED), to: foundedUnitSchema, ...handing }),
  /** Tách (`keeps`: the unit goes on) or chia (it ends). `rest`: where goes what no part names, the unit itself if it goes on. */
  z.object({
    verb: z.literal('split'),
    unitId: uuid,
    keeps: z.boolean(),
    history: z.enum(['shared', 'stays']),
    parts: z.array(splitPartSchema).min(1).max(MOST_SUCCESSORS),
    rest: uuid.optional(),
    ...handing,
  }),
  /** Nâng cấp, hạ cấp. */
  z.object({ verb: z.literal('change-level'), unitId: uuid, level, kind: kind.optional() }),
  /** Chuyển giao: to another unit above, with all below it. */
  z.object({ verb: z.literal('hand-over'), unitId: uuid, parentId: uuid }),
  /** Đổi tên; with a new code if given. */
  z.object({ verb: z.literal('rename'), unitId: uuid, name: name.optional(), code: code.optional() }),
  /** Đổi loại hình. */
  z.object({ verb: z.literal('change-kind'), unitId: uuid, kind }),
  /** The same unit was recorded twice: this one is voided, what lies under it was always under `of`. */
  z.object({ verb: z.literal('deduplicate'), unitId: uuid, of: uuid }),
  /** Puts a record back as it was before another act; only a revocation has it. No stretches: voided. */
  z.object({
    verb: z.literal('restore'),
    unitId: uuid,
    stretches: z.array(unitStretchSchema),
    successions: z.array(successionSchema).optional(),
    duplicateOf: uuid.optional(),
  }),
]);
export type ActVerb = z.infer<typeof actVerbSchema>;

/** An act as whoever expands it needs it. */
export const actContentSchema = z.object({
  actId: uuid,
  /** Number of the decision, `31-HD/BTCTW`. */
  decision: z.string().min(1).max(60),
  /** The day from which it holds. */
  effective: localDate,
  /** The act that this one takes back. */
  revokes: uuid.optional(),
  steps: z.array(actVerbSchema),
});
export type ActContent = z.infer<typeof actContentSchema>;
