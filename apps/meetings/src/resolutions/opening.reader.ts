import { dateOf, localDayOf } from '#calendar';
import { Authorizer } from '#http';
import { Store } from '#mongo';
import { Injectable } from '@nestjs/common';
import type { mongo } from 'mongoose';
import { LinkedMeetings } from '../followup/linked-meetings.js';
import { VersionedFacts } from '../facts/versioned-facts.js';
import type { OpeningAnswer, OpeningResolution } from './opening.dto.js';
import { countTasks, reachedOn, since } from './opening.rules.js';
import { RESOLUTIONS, toTaskAnswer, type ResolutionDocument } from './resolution-state.js';

/** A branch adopts one or two a month: more than this is a mistake, which must not grow the answer without end. */
const MOST = 200;

/** What the next meeting of a unit begins with (DOMAIN.md 3.4). */
@Injectable()
export class OpeningReader {
  readonly #facts: VersionedFacts<ResolutionDocument>;

  constructor(
    store: Store,
    private readonly authorizer: Authorizer,
    private readonly meetings: LinkedMeetings,
  ) {
    this.#facts = new VersionedFacts(store, RESOLUTIONS);
  }

  async read(sub: string, unitId: string, day?: string): Promise<OpeningAnswer> {
    await this.authorizer.require(sub, 'meetings:read', unitId);
    const on = day ?? dateOf(localDayOf(new Date()));
    const lastRegularMeeting = await this.meetings.regularBefore(unitId, on);
    const first = since(lastRegularMeeting, on);
    const last = await this.#of(unitId, { adoptedOn: { $gte: first, $lt: on } });
    const older = await this.#of(unitId, { adoptedOn: { $lt: first }, tasks: { $elemMatch: notOverOn(on) } });
    const told = last.slice(0, MOST);
    return {
      unitId,
      on,
      since: first,
      lastRegularMeeting,
      resolutions: told.map((one) => toOpening(one, on)),
      tasks: countTasks(told, on),
      targets: reachedOn(told, on),
      carriedOver: older.slice(0, MOST).map((one) => toOpening(one, on)),
      more: last.length > MOST || older.length > MOST,
    };
  }

  #of(unitId: string, filter: mongo.Filter<ResolutionDocument>): Promise<ResolutionDocument[]> {
    const own = { $or: [{ unitId }, { 'held.unitId': unitId }] };
    const standing = { ...filter, ...own, state: 'adopted' as const };
    return this.#facts
      .walk(standing, 'adoptedOn')
      .limit(MOST + 1)
      .toArray();
  }
}

const notOverOn = (on: string) => ({
  $and: [
    { $or: [{ doneOn: null }, { doneOn: { $gt: on } }] },
    { $or: [{ droppedOn: null }, { droppedOn: { $gt: on } }] },
  ],
});

const toOpening = ({ _id: id, type, documentNumber, adoptedOn, tasks }: ResolutionDocument, on: string) =>
  ({
    id,
    type,
    documentNumber,
    adoptedOn,
    tasks: tasks.map((task) => toTaskAnswer(task, on)),
  }) satisfies OpeningResolution;
