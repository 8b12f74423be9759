import { Refusal } from '#contracts';
import { Authorizer, Commands, type Answer, type CommandRequest } from '#http';
import { Store } from '#mongo';
import { Injectable } from '@nestjs/common';
import { Calendars } from '../../calendars/calendars.js';
import { CATALOGUE } from './catalogue-view.js';
import {
  REPORT_TYPES,
  REPORT_TYPES_HEAD,
  type ReportType,
  type ReportTypeContent,
  type ReportTypeDocument,
} from './report-type.js';
import { checkedType } from './report-type.rules.js';
import { ReportTypes } from './report-types.js';

/** Commands on report types. They are reference data: no event tells of them, so there is no receipt. */
@Injectable()
export class ReportTypesService {
  constructor(
    private readonly store: Store,
    private readonly commands: Commands,
    private readonly authorizer: Authorizer,
    private readonly types: ReportTypes,
    private readonly calendars: Calendars,
  ) {}

  /** A new type, version 1. */
  create(command: CommandRequest, code: string, content: ReportTypeContent): Promise<Answer<ReportType>> {
    return this.#write(command, code, content, (versions) => {
      if (versions > 0)
        throw new Refusal('conflict', 'report-type-exists', {}, [{ path: 'code', code: 'report-type-exists' }]);
    });
  }

  /** The next version of a type, for periods from its day on. */
  addVersion(command: CommandRequest, code: string, content: ReportTypeContent): Promise<Answer<ReportType>> {
    return this.#write(command, code, content, (versions) => {
      if (versions === 0) throw new Refusal('not-found', 'no-such-report-type');
    });
  }

  /** The newest version, or the one asked for. @throws Refusal no-such-report-type, no-such-report-type-version (404) */
  async read(code: string, version?: number): Promise<ReportType> {
    const versions = await this.types.versions(code);
    const newest = versions.at(-1);
    if (!newest) throw new Refusal('not-found', 'no-such-report-type');
    const found = version === undefined ? newest : versions.find((type) => type.version === version);
    if (!found) throw new Refusal('not-found', 'no-such-report-type-version');
    return found;
  }

  /** The newest version of every type. */
  async list(): Promise<ReportType[]> {
    const newest = new Map((await this.types.all()).map((type) => [type.code, type]));
    return [...newest.values()];
  }

  async #write(
    command: CommandRequest,
    code: string,
    content: ReportTypeContent,
    check: (versions: number) => void,
  ): Promise<Answer<ReportType>> {
    await this.authorizer.requireAnywhere(command.sub, 'catalogue:write');
    const calendar = await this.calendars.named(content.calendar);
    return this.commands.run(command, async (tx) => {
      const { session, now } = tx;
      const { db } = this.store;
      // Counted up first: two at once would each find the codes of measures free that the other takes.
      await db
        .collection<{ _id: string; writes: number }>(REPORT_TYPES_HEAD)
        .updateOne({ _id: 'head' }, { $inc: { writes: 1 } }, { session });
      const known = await this.types.all(session);
      check(known.filter((type) => type.code === code).length);
      const type = checkedType(code, content, { known, catalogue: CATALOGUE, calendar });
      const document = { _id: `${code}/${type.version}`, ...type, actor: command.sub, at: now };
      await db.collection<ReportTypeDocument>(REPORT_TYPES).insertOne(document, { session });
      tx.onCommitted(this.types.forget);
      return { status: 201, body: type, headers: { ETag: `"${type.version}"` } };
    });
  }
}
