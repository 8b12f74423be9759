import { dayOf, type Day } from '#calendar';
import { Refusal, type Disposition, type UnitRecord } from '#contracts';
import { stateOn, type Tree } from '#tree';
import { replaceParent, sameHistory } from './unit-changes.rules.js';

/** Why an act cannot be: at which of its verbs (from 0), the code of the rule, and the units it speaks of. */
export type ActFault = { step: number; code: string; unitId?: string; other?: string };

/** `all`: who is on the roll of the unit and named by no other move of it. A move to the same unit: they stay. */
export type MemberMove = { fromUnitId: string; toUnitId: string; memberIds: readonly string[] | 'all'; date: string };

/** A unit that ends, who takes over, and what was said of its offices and roles. */
export type UnitEnd = {
  unitId: string;
  /** null: it never was (a second record of the same unit). */
  date: string | null;
  to: string | null;
  offices: Disposition | null;
  roles: Disposition;
};

/** One change of a unit, of the verb numbered `step`. */
export type UnitChange = { before: UnitRecord | undefined; record: UnitRecord; step: number };

/** What a verb changes of a unit; two verbs of one act may not change the same. */
export type Aspect = 'all' | 'parentId' | 'name' | 'code' | 'kind' | 'level';

/** What an act makes of the units as its verbs are read, one after another. */
export class ActDraft {
  readonly changes = new Map<string, UnitChange>();
  readonly faults: ActFault[] = [];
  readonly moves: MemberMove[] = [];
  readonly ends: UnitEnd[] = [];
  /** Units each of whose members needs a place by this act. */
  readonly placing = new Map<string, number>();
  readonly day: Day;
  readonly #aspects = new Map<string, Set<Aspect>>();

  constructor(
    readonly tree: Tree,
    readonly effective: string,
    /** Units that end by some verb of the act. */
    private readonly ending: ReadonlySet<string>,
  ) {
    this.day = dayOf(effective);
  }

  isEnding(id: string): boolean {
    return this.ending.has(id);
  }

  /** The unit as the verbs read so far leave it. */
  get(id: string): UnitRecord | undefined {
    return this.changes.get(id)?.record ?? this.tree.get(id);
  }

  fault(fault: ActFault): void {
    this.faults.push(fault);
  }

  /** Whether the unit may be changed so by the verb: known, not voided, and no other verb nor act says so of this day. */
  claim(step: number, unitId: string, aspect: Aspect): boolean {
    const record = this.tree.get(unitId);
    const held = this.#aspects.get(unitId) ?? new Set<Aspect>();
    const code = faultOf(record, held, aspect) ?? (record && changedOn(record, this.effective) ? TWO_ACTS : undefined);
    if (code) this.fault({ step, code, unitId });
    else this.#aspects.set(unitId, held.add(aspect));
    return !code;
  }

  /** Changes the unit by a rule of single units; what that refuses is a fault of the verb. */
  change(step: number, unitId: string, rule: (record: UnitRecord) => UnitRecord): void {
    const record = this.get(unitId);
    if (!record) return this.fault({ step, code: 'no-such-unit', unitId });
    try {
      const changed = rule(record);
      if (sameHistory(record, changed)) this.fault({ step, code: 'no-change', unitId });
      else this.put(step, changed);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.fault({ step, code: error.code, unitId });
    }
  }

  /** Puts a unit where what lay above it goes; another act of the same day stands in the way. */
  move(step: number, unitId: string, old: string, now: string): void {
    const stored = this.tree.get(unitId);
    const record = this.get(unitId);
    if (stored && changedOn(stored, this.effective)) return this.fault({ step, code: TWO_ACTS, unitId });
    if (record) this.put(step, replaceParent(record, old, now, this.effective));
  }

  /** One change for each unit, whatever many verbs made of it. */
  put(step: number, record: UnitRecord): void {
    const known = this.changes.get(record.id);
    const before = known ? known.before : this.tree.get(record.id);
    const version = (before?.version ?? 0) + 1;
    this.changes.set(record.id, { before, record: { ...record, version }, step: known?.step ?? step });
  }

  livesOnTheDay(id: string): boolean {
    const record = this.get(id);
    return record !== undefined && stateOn(record, this.day) !== undefined;
  }
}

const TWO_ACTS = 'two-acts-one-day';

function faultOf(record: UnitRecord | undefined, held: ReadonlySet<Aspect>, aspect: Aspect): string | undefined {
  if (!record) return 'no-such-unit';
  if (record.voided) return 'unit-voided';
  const twice = aspect === 'all' ? held.size > 0 : held.has('all') || held.has(aspect);
  return twice ? 'unit-twice' : undefined;
}

/** Whether the record says already that something changed on that day. */
export const changedOn = ({ stretches, successions = [] }: UnitRecord, date: string): boolean =>
  stretches.some(({ from, to }) => from === date || to === date) || successions.some(({ from }) => from === date);
