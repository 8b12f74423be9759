import { Injectable } from '@nestjs/common';
import { ReportTypes } from '../periodic/types/report-types.js';
import { MEASURES } from './measures.js';
import type { Measure } from './measures.rules.js';
import { enteredOf, handedInOf } from './report-measures.js';

/** Every measure that can be asked for: those of events, and what report types add (they are data). */
@Injectable()
export class Catalogue {
  constructor(private readonly types: ReportTypes) {}

  async all(): Promise<readonly Measure[]> {
    const types = await this.types.all();
    const newest = new Map(types.map((type) => [type.code, type]));
    const entered = await this.types.enteredMeasures();
    return [...MEASURES, ...[...newest.values()].map(handedInOf), ...entered.map(enteredOf)];
  }
}
