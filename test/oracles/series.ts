import type { Figures } from './facts.js';
import { add, type Oracle } from './figures.js';
import { addDays } from './periods.js';

/** The same answers as the oracle's for many units and periods of one window, from tables made once, day by day. */
export class OracleSeries {
  private readonly days: string[] = [];
  private readonly flows: Map<string, Map<string, Figures>>;
  private readonly levels: Map<string, Map<string, Figures>>;

  constructor(oracle: Oracle, first: string, last: string) {
    for (let day = first; day <= last; day = addDays(day, 1)) this.days.push(day);
    this.flows = oracle.byUnitAndDay();
    this.levels = oracle.levelsByUnit(this.days);
    for (const [unit, days] of oracle.movedByUnitAndDay(this.days))
      for (const [day, figures] of days) {
        const table = this.flows.get(unit) ?? new Map<string, Figures>();
        table.set(day, { ...table.get(day), ...figures });
        this.flows.set(unit, table);
      }
  }

  /** What a unit's figures over `from` … `to` must be, but for distinct people. */
  of(unitId: string, from: string, to: string): Figures {
    const sum: Figures = {};
    const flows = this.flows.get(unitId);
    for (const day of this.days) if (day >= from && day <= to) add(sum, flows?.get(day) ?? {});
    add(sum, this.levels.get(unitId)?.get(to) ?? {});
    const opening = this.levels.get(unitId)?.get(addDays(from, -1))?.['members.total'] ?? 0;
    return { ...sum, 'members.opening': opening };
  }
}
