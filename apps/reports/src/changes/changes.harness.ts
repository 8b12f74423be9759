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

/** Puts facts and units in as they would come, and asks. */
export class Asking {
  #revision = 0;
  #offset = 0;
  readonly #service: ChangesService;

  constructor(
    private readonly worker: Worker,
    limits: ChangesLimits = new ChangesLimits(),
  ) {
    const { store, replica } = worker;
    this.#service = new ChangesService(
      new Snapshots(store, replica),
      new Suppression(new GrantsAuthorizer(store, replica)),
      limits,
    );
  }

  async units(...changes: Omit<ChangeOf, 'revision'>[]): Promise<number> {
    await this.worker.units(unitsBatch(changes.map((change) => ({ ...change, revision: (this.#revision += 1) }))));
    return this.#revision;
  }

  meetings = (...meetings: MeetingOf[]): Promise<void> =>
    this.#facts(
      'meetings.events',
      meetings.map((one) => meetingValue(meeting(one))),
    );

  members = (...members: MemberOf[]): Promise<void> =>
    this.#facts(
      'registry.members',
      members.map((one) => memberValue(member(one))),
    );

  /** Moves every shard's time on, as watermarks do; answers the instant that is settled by that. */
  async settle(): Promise<Date> {
    const progress = this.worker.store.db.collection<ProgressDocument>('progress');
    const [latest] = await progress.find().sort({ time: -1 }).limit(1).toArray();
    const time = new Date((latest?.time.getTime() ?? 0) + 1);
    await progress.updateMany({}, { $set: { time }, $inc: { seq: 1 } });
    return time;
  }

  ask({ unit, measures = 'meetings.held', period = NOW_ON, limit = 500, after = null, ...more }: Question) {
    const { from, to, sees = [] } = more;
    const asked = { unitId: idOf(unit), measures: measuresOf(measures, MEASURES), period, from, to };
    return this.#service.read({ ...asked, limit, after, viewer: sees.map(idOf) });
  }

  async #facts(topic: 'meetings.events' | 'registry.members', values: Buffer[]): Promise<void> {
    await this.worker.facts(batchOf(topic, 0, values, this.#offset));
    this.#offset += values.length;
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
