import type { Calendar } from '#calendar';
import { Refusal } from '#contracts';
import { Authorizer, Commands, type Answer, type CommandRequest } from '#http';
import { Store } from '#mongo';
import { Injectable } from '@nestjs/common';
import { checkedCalendar, type StatedCalendar } from './calendar.rules.js';
import { CALENDARS, type CalendarDocument } from './calendar.schema.js';

/** Adds calendars. They are reference data: no event tells of them, so there is no receipt. */
@Injectable()
export class CalendarsService {
  constructor(
    private readonly store: Store,
    private readonly commands: Commands,
    private readonly authorizer: Authorizer,
  ) {}

  /** @throws Refusal outside-subtree (403), calendar-invalid (422), calendar-exists (409) */
  async create<A>(
    command: CommandRequest,
    stated: StatedCalendar,
    answer: (calendar: Calendar) => A,
  ): Promise<Answer<A>> {
    await this.authorizer.requireAnywhere(command.sub, 'catalogue:write');
    const calendar = checkedCalendar(stated);
    return this.commands.run(command, async ({ session, now }) => {
      const calendars = this.store.db.collection<CalendarDocument>(CALENDARS);
      const known = await calendars.findOne({ _id: calendar.code }, { session, projection: { _id: 1 } });
      if (known) throw new Refusal('conflict', 'calendar-exists', {}, [{ path: 'code', code: 'calendar-exists' }]);
      await calendars.insertOne({ _id: calendar.code, ...calendar, actor: command.sub, at: now }, { session });
      return { status: 201, body: answer(calendar), headers: { ETag: '"1"' } };
    });
  }
}
