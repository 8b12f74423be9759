/** What the tests of `changes` share: a write path, settled instants, and questions in the names of units. */
import { GrantsAuthorizer } from '#access';
import { dateOf, localDayOf, parsePeriod, type Day, type Period } from '#calendar';
import type { ProgressDocument } from '#messaging';
import { measuresOf } from '../rollups/query.rules.js';
import { Snapshots } from '../rollups/snapshots.js';
import { Suppression } from '../suppression/suppression.js';
import { MEASURES } from '../catalogue/measures.js';
import {
  batchOf,
  idOf,
  meeting,
  meetingValue,
  member,
  memberValue,
  unitsBatch,
  type ChangeOf,
  type MeetingOf,
  type MemberOf,
  type Worker,
} from '../figures/write-path.harness.js';
import type { ChangePosition } from './account.rules.js';
import { ChangesService, type Changes } from './changes.service.js';
import { ChangesLimits } from './limits.js';

export const TODAY: Day = localDayOf(Date.now());
/** A period that is not over yet. */
export const NOW_ON: Period = parsePeriod(`${dateOf(TODAY - 60)}/${dateOf(TODAY + 60)}`);

export type Question = {
  unit: string;
  from: Date;
  to?: Date;
  measures?: string;
  period?: Period;
  limit?: number;
  after?: ChangePosition | null;
  /** Units whose rolls the asker may see. */
  sees?: string[];
};

/** Puts facts and units in as they would come, and asks. Names are of one test, so that several share a store. */
export class Asking {
  readonly #service: ChangesService;

  constructor(
    private readonly worker: Worker,
    private readonly test: number,
    limits: ChangesLimits = new ChangesLimits(),
  ) {
    const { store, replica } = worker;
    this.#service = new ChangesService(
      new Snapshots(store, replica),
      new Suppression(new GrantsAuthorizer(store, replica)),
      limits,
    );
  }

  id = (name: string): string => idOf(this.#named(name));

  async units(...changes: Omit<ChangeOf, 'revision'>[]): Promise<number> {
    const head = await this.worker.replica.headRevision();
    const named = changes.map(({ unit, stretches, ...more }, at) => ({
      ...more,
      revision: head + at + 1,
      unit: this.#named(unit),
      stretches: stretches.map((one) => ({ ...one, parent: one.parent === null ? null : this.#named(one.parent) })),
    }));
    await this.worker.units(unitsBatch(named));
    return head + changes.length;
  }

  meetings = (...meetings: MeetingOf[]): Promise<void> =>
    this.#facts(
      'meetings.events',
      meetings.map(({ id, unit, ...one }) =>
        meetingValue(meeting({ ...one, id: this.#named(id), unit: this.#named(unit) })),
      ),
    );

  members = (...members: MemberOf[]): Promise<void> =>
    this.#facts(
      'registry.members',
      members.map(({ id, stays, ...one }) => {
        const named = stays.map(({ unit, from }) => ({ unit: this.#named(unit), from }));
        return memberValue(member({ ...one, id: this.#named(id), stays: named }));
      }),
    );

  #named = (name: string): string => `${this.test}-${name}`;

  /** Moves every shard's time on, as watermarks do; answers the instant that is settled by that. */
  async settle(): Promise<Date> {
    const progress = this.worker.store.db.collection<ProgressDocument>('progress');
    const [latest] = await progress.find().sort({ time: -1 }).limit(1).toArray();
    const time = new Date((latest?.time.getTime() ?? 0) + 1);
    await this.worker.store.db.collection('progress').updateMany({}, { $set: { time }, $inc: { seq: 1 } });
    return time;
  }

  ask({ unit, measures = 'meetings.held', period = NOW_ON, limit = 500, after = null, ...more }: Question) {
    const { from, to, sees = [] } = more;
    const asked = { unitId: this.id(unit), measures: measuresOf(measures, MEASURES), period, from, to };
    return this.#service.read({ ...asked, limit, after, viewer: sees.map(this.id) });
  }

  async #facts(topic: 'meetings.events' | 'registry.members', values: Buffer[]): Promise<void> {
    const progress = this.worker.store.db.collection<ProgressDocument>('progress');
    const shard = await progress.findOne({ _id: `${topic}/0` });
    await this.worker.facts(batchOf(topic, 0, values, shard?.next));
  }
}

/** Figures by measure, both sides of a ratio. */
export const shown = (changes: Changes, end: 'before' | 'after'): Record<string, unknown> =>
  Object.fromEntries(
    changes.figures.map(({ measure, [end]: { value, numerator, denominator } }) => [
      measure.code,
      numerator === undefined ? value : [numerator, denominator],
    ]),
  );
