import { periodKind, type Calendar, type Period } from '#calendar';
import { refused } from '#contracts';
import { Injectable } from '@nestjs/common';
import { Calendars } from '../../calendars/calendars.js';
import { periodOf } from '../../rollups/query.rules.js';
import type { ReportType } from '../types/report-type.js';
import { versionInForce } from '../types/report-type.rules.js';
import { ReportTypes } from '../types/report-types.js';

/** A type and period that were asked for, found. */
export interface Asked {
  type: ReportType;
  calendar: Calendar;
  period: Period;
}

/** Finds what a code of a type and the text of a period name. */
@Injectable()
export class ReportQuestions {
  constructor(
    private readonly types: ReportTypes,
    private readonly calendars: Calendars,
  ) {}

  /**
   * The version of the type that holds for the period.
   * @throws Refusal 422 report-type-unknown, period-kind-wrong, report-type-not-in-force, and what a period may be
   */
  async ask(code: string, text: string): Promise<Asked> {
    const versions = await this.types.versions(code);
    const [first] = versions;
    if (!first) throw refused('report-type-unknown', 'type');
    const calendar = await this.calendars.named(first.calendar);
    const period = periodOf(text, calendar);
    if (periodKind(text, calendar) !== first.periodKind)
      throw refused('period-kind-wrong', 'period', { kind: first.periodKind });
    const type = versionInForce(versions, period.from);
    if (!type) throw refused('report-type-not-in-force', 'period');
    return { type, calendar, period };
  }

  /** The calendar of a report's period. */
  calendarOf({ period }: { period: { calendar: string } }): Promise<Calendar> {
    return this.calendars.named(period.calendar);
  }

  /** The version that a report was begun with. */
  async typeOf({ type, typeVersion }: { type: string; typeVersion: number }): Promise<ReportType> {
    const found = (await this.types.versions(type)).find(({ version }) => version === typeVersion);
    if (!found) throw new Error(`report type ${type}/${typeVersion} is gone`);
    return found;
  }
}
