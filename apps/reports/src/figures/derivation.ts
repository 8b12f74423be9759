import type { EventData, EventType } from '#contracts';
import { Injectable } from '@nestjs/common';
import type { Entry } from './contribution.js';
import { RULES, derive } from './derive.js';

/** The rules by which this process turns facts into figures. A provider, so that tests can start a process with others. */
@Injectable()
export class Derivation {
  readonly rules: number = RULES;

  /** The entries of an event's fact. The data has been checked by the schema of its type. */
  derive<T extends EventType>(type: T, data: EventData<T>): Entry[] {
    return derive(type, data);
  }
}
