import { z } from 'zod';
import { instant, uuid, version } from '../formats.js';
import { SERVICES } from '../topics.js';

/** As contributions are named: `<kind>/<uuid>`, and the uuid alone for meetings. */
const factId = z.string().min(1).max(80);
const month = z.string().regex(/^\d{4}-\d{2}$/);
/** SHA-256 in hex. */
const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** Most facts that are named in one event. */
export const MOST_FACTS_NAMED = 1_000;
/** Most units a request may be narrowed to. */
export const MOST_UNITS_NAMED = 20_000;

/** Digests of runs of facts, the facts of a run one by one, their events once more; or to count anew what was accepted. */
export const DIGEST_ASKS = ['ranges', 'facts', 'republish', 'recount'] as const;

/**
 * `reports.digests-requested.v1`: asks the source of one type of event what it holds, for a reconciliation (DESIGN.md 4,
 * "Why nothing is lost"). Facts go by their id: those after `after`, up to and with `through`.
 */
export const digestsRequestedV1 = z.object({
  requestId: uuid,
  service: z.enum(SERVICES),
  /** Event type of the facts asked for. */
  type: z.string().max(80),
  ask: z.enum(DIGEST_ASKS),
  after: factId.nullable(),
  through: factId.nullable(),
  /** Only these facts. */
  ids: z.array(factId).max(MOST_FACTS_NAMED).optional(),
  /** Only facts of these units and months [from, to), by the unit and date that the source lists them under. */
  scope: z
    .object({ units: z.array(uuid).max(MOST_UNITS_NAMED).optional(), from: month.optional(), to: month.optional() })
    .optional(),
});
export type DigestsRequestedV1 = z.infer<typeof digestsRequestedV1>;

/** A fact as its source holds it. `hash` null: what its event said cannot be made again. */
const factDigest = z.object({
  id: factId,
  version,
  hash: hash.nullable(),
  /** Where and in which month the source lists it; null where it is of no one unit or month. */
  unitId: uuid.nullable(),
  month: month.nullable(),
});
export type FactDigest = z.infer<typeof factDigest>;

/**
 * `<service>.digests-answered.v1`, on the topic of the facts it tells of. Runs without a gap begin after the request's
 * `after`; their hash is of (fact, version, content hash) in the order of the facts. `next`: the request was answered up to
 * there, ask on after it. The answer to `republish` names nothing: it says that the events are on their way.
 */
export const digestsAnsweredV1 = z.object({
  requestId: uuid,
  type: z.string().max(80),
  /** By the clock of the source's database, after it was read: what was accepted before is in the answer. */
  readAt: instant,
  ranges: z.array(z.object({ through: factId.nullable(), count: z.int().min(0), hash })).max(MOST_FACTS_NAMED),
  facts: z.array(factDigest).max(MOST_FACTS_NAMED),
  next: factId.nullable(),
});
export type DigestsAnsweredV1 = z.infer<typeof digestsAnsweredV1>;
export type RangeDigest = DigestsAnsweredV1['ranges'][number];
