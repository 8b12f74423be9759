import type { Calendar } from '#calendar';
import { Refusal, refused } from '#contracts';
import { Store } from '#mongo';
import { Injectable } from '@nestjs/common';
import type { mongo } from 'mongoose';
import { CALENDARS, withoutStamp, type CalendarDocument } from './calendar.schema.js';

/**
 * Calendars by their code. One is never changed, so what is in memory is right for ever; what is not is looked for in the
 * store, since another process may have added it a moment ago.
 */
@Injectable()
export class Calendars {
  readonly #known = new Map<string, Calendar>();

  constructor(private readonly store: Store) {}

  /** The calendar that a question names. @throws Refusal 422 `calendar-unknown` */
  async named(code: string): Promise<Calendar> {
    const calendar = await this.#find(code);
    if (!calendar) throw refused('calendar-unknown', 'calendar');
    return calendar;
  }

  /** The calendar with a code. @throws Refusal 404 `no-such-calendar` */
  async read(code: string): Promise<Calendar> {
    const calendar = await this.#find(code);
    if (!calendar) throw new Refusal('not-found', 'no-such-calendar');
    return calendar;
  }

  /** Calendars in order of their codes, after one. */
  async list(after: string | null, limit: number): Promise<Calendar[]> {
    const found = await this.#collection
      .find(after === null ? {} : { _id: { $gt: after } })
      .sort({ _id: 1 })
      .limit(limit)
      .toArray();
    return found.map(withoutStamp);
  }

  async #find(code: string): Promise<Calendar | undefined> {
    const known = this.#known.get(code);
    if (known) return known;
    const found = await this.#collection.findOne({ _id: code }, { readConcern: { level: 'majority' } });
    if (!found) return undefined;
    const calendar = withoutStamp(found);
    this.#known.set(code, calendar);
    return calendar;
  }

  get #collection(): mongo.Collection<CalendarDocument> {
    return this.store.db.collection<CalendarDocument>(CALENDARS);
  }
}
