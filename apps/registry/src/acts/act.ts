import type { ActFault, MemberMove, UnitEnd } from '#acts';
import type { ActVerb, UnitRecord } from '#contracts';
import { ensureCollection, type Migration } from '#mongo';

export const ACT_STATES = [
  'draft',
  /** Being judged here, then by the other services. */
  'checking',
  /** The check found faults. */
  'faulty',
  /** All services have answered: may be approved. */
  'checked',
  'approved',
  'applying',
  'applied',
  'revoked',
  'discarded',
] as const;
export type ActState = (typeof ACT_STATES)[number];

/** Services whose answers a check waits for. */
export const JUDGES = ['meetings', 'inspection', 'reports'] as const;
export type Judge = (typeof JUDGES)[number];
export type Counts = Record<string, number>;

/** An act of reorganisation; its verbs and what a check found are stored beside it. */
export type ActDocument = {
  _id: string;
  /** Of what people did to it; progress has none. */
  version: number;
  state: ActState;
  decision: string;
  effective: string;
  reason: string;
  /** The act that this one takes back, and the one that took this back. */
  revokes: string | null;
  revokedBy: string | null;
  verbs: number;
  draftedBy: string;
  editedBy: string;
  approvedBy: string | null;
  /** Number of the last check, and what it found: null while it is under way. */
  check: number;
  found: Found | null;
  impacts: Partial<Record<Judge, Counts>>;
  /** Steps applied, and the tree revision of the first one. */
  step: number;
  firstRevision: number | null;
  /** Moves of people done, after all steps. */
  moved: number;
  recordedAt: Date;
  appliedAt: Date | null;
  /** The process that works at it. */
  claim: { owner: string; until: Date };
};

/** What a check found here. */
export type Found = {
  treeRevision: number;
  steps: number;
  moves: number;
  counts: Counts;
  /** The first of them, and how many there are. */
  faults: ActFault[];
  faultCount: number;
  /** Hash of all that the act would change: approved is what was shown. */
  fingerprint: string;
};

/** Most faults told of one check. */
export const MOST_FAULTS_TOLD = 200;

/** A verb of an act, `_id` is `<act>/<number>`. */
export type VerbDocument = { _id: string; actId: string; n: number; verb: ActVerb };
/** A step of an act as the last check made it. */
export type StepDocument = { _id: string; actId: string; k: number; before: UnitRecord | null; record: UnitRecord };
/** What is to be done about people after the steps, in order. */
export type PeopleMove =
  | ({ kind: 'members' } & MemberMove & { staying: string[] })
  | ({ kind: 'end' } & UnitEnd)
  /** Of a revocation: everyone comes back. */
  | { kind: 'return' };
export type MoveDocument = { _id: string; actId: string; n: number; move: PeopleMove };
/** An office or role that an act changed: what it was (null: begun by the act), and the version that the act made. */
export type ChangedRecord = {
  _id: string;
  actId: string;
  kind: 'office' | 'role';
  recordId: string;
  before: { from: string; to: string | null; voided: boolean } | null;
  version: number;
  /** Put back by a revocation. */
  returned?: boolean;
};
/** A version of an act: who did what, when and why. */
export type ActVersion = {
  _id: string;
  actId: string;
  version: number;
  did: string;
  actor: string;
  at: Date;
  reason: string | null;
  state: ActState;
};

export const ACTS = 'acts';
export const ACT_VERBS = 'act_verbs';
export const ACT_STEPS = 'act_steps';
export const ACT_MOVES = 'act_moves';
export const ACT_RECORDS = 'act_records';
export const ACT_VERSIONS = 'act_versions';

export const actsMigration = (id: number): Migration => ({
  id,
  name: 'acts of reorganisation',
  async up(db) {
    const acts = await ensureCollection(db, ACTS);
    // GET /v1/acts, the latest day first, by state or not; what waits to be worked at.
    await acts.createIndex({ effective: -1, _id: 1 }, { name: 'list' });
    await acts.createIndex({ state: 1, effective: -1, _id: 1 }, { name: 'list-by-state' });
    const verbs = await ensureCollection(db, ACT_VERBS);
    // GET /v1/acts/{id}/steps, in order.
    await verbs.createIndex({ actId: 1, n: 1 }, { name: 'act' });
    const steps = await ensureCollection(db, ACT_STEPS);
    // GET /v1/acts/{id}/units, in the order of steps; the next steps to apply.
    await steps.createIndex({ actId: 1, k: 1 }, { name: 'act' });
    const moves = await ensureCollection(db, ACT_MOVES);
    // The next people to move.
    await moves.createIndex({ actId: 1, n: 1 }, { name: 'act' });
    const records = await ensureCollection(db, ACT_RECORDS);
    // What a revocation puts back.
    await records.createIndex({ actId: 1, _id: 1 }, { name: 'act' });
    const versions = await ensureCollection(db, ACT_VERSIONS);
    // GET /v1/acts/{id}/versions.
    await versions.createIndex({ actId: 1, version: 1 }, { name: 'act' });
    // Whom an act moved with their unit, for its revocation.
    await db.collection('members').createIndex({ 'acts.byAct': 1 }, { name: 'by-act', sparse: true });
  },
});
