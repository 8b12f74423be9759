import { Store } from '#mongo';
import { Injectable } from '@nestjs/common';
import type { ClientSession, mongo } from 'mongoose';
import { enteredMeasuresOf } from './report-type.rules.js';
import {
  REPORT_TYPES,
  withoutStamp,
  type EnteredMeasure,
  type ReportType,
  type ReportTypeDocument,
} from './report-type.js';

/** A type made through another instance is heard of after this long, or as soon as someone asks for its code. */
const FRESH_MS = 10_000;

/** Every version of every report type, in memory: a few dozen, read with each rollup. */
@Injectable()
export class ReportTypes {
  #known: { types: readonly ReportType[]; measures: readonly EnteredMeasure[]; at: number } | undefined;

  constructor(private readonly store: Store) {}

  /** All versions, those of one code in order. In a transaction: as it sees them. */
  async all(session?: ClientSession): Promise<readonly ReportType[]> {
    if (session) return this.#read(session);
    return (await this.#fresh()).types;
  }

  /** The versions of a type, the first one first; [] when there is none of that code. */
  async versions(code: string): Promise<readonly ReportType[]> {
    const known = (await this.all()).filter((type) => type.code === code);
    if (known.length > 0) return known;
    return (await this.#refresh()).types.filter((type) => type.code === code);
  }

  /** Hand-entered measures of all types, by code. */
  async enteredMeasures(): Promise<readonly EnteredMeasure[]> {
    return (await this.#fresh()).measures;
  }

  /** Codes of all types, each once. */
  async codes(): Promise<string[]> {
    return [...new Set((await this.all()).map(({ code }) => code))];
  }

  /** The measure with a code, also one that was made just now. */
  async enteredMeasure(code: string): Promise<EnteredMeasure | undefined> {
    const of = (measures: readonly EnteredMeasure[]) => measures.find((measure) => measure.code === code);
    return of(await this.enteredMeasures()) ?? of((await this.#refresh()).measures);
  }

  /** What is in memory is out of date: asked again at the next read. */
  forget = (): void => {
    this.#known = undefined;
  };

  async #fresh() {
    return this.#known && Date.now() - this.#known.at < FRESH_MS ? this.#known : this.#refresh();
  }

  async #refresh() {
    const types = await this.#read();
    return (this.#known = { types, measures: enteredMeasuresOf(types), at: Date.now() });
  }

  async #read(session?: ClientSession): Promise<ReportType[]> {
    const found = await this.#collection
      .find({}, session ? { session } : {})
      .sort({ code: 1, version: 1 })
      .toArray();
    return found.map(withoutStamp);
  }

  get #collection(): mongo.Collection<ReportTypeDocument> {
    return this.store.db.collection<ReportTypeDocument>(REPORT_TYPES);
  }
}
