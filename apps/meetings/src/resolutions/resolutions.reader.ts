import { dateOf, localDayOf } from '#calendar';
import { type Page } from '#http';
import { Store } from '#mongo';
import { TreeReplica } from '#tree';
import { Injectable } from '@nestjs/common';
import type { mongo } from 'mongoose';
import { FactReads, type ListedKind, type NarratedKind, type PageOf } from '../facts/fact-reads.js';
import { LinkedMeetings } from '../followup/linked-meetings.js';
import { VersionedFacts } from '../facts/versioned-facts.js';
import type { NarrativeReadsPage } from '../narrative/narrative-reads.dto.js';
import type { ResolutionAnswer, ResolutionNarrativeAnswer, ResolutionVersionAnswer } from './resolution-answers.dto.js';
import type { ResolutionAct } from './resolution.js';
import { RESOLUTIONS, toAnswer, toNarrative, toVersionAnswer, type ResolutionDocument } from './resolution-state.js';
import type { ResolutionsQuery } from './resolutions.dto.js';

/** Reads of resolutions, each for who may read meetings at the unit. */
@Injectable()
export class ResolutionsReader {
  readonly #kind: NarratedKind<ResolutionDocument, ResolutionAct> & ListedKind<ResolutionDocument, ResolutionAct>;

  constructor(
    store: Store,
    private readonly reads: FactReads,
    private readonly trees: TreeReplica,
    private readonly meetings: LinkedMeetings,
  ) {
    this.#kind = {
      facts: new VersionedFacts<ResolutionDocument, ResolutionAct>(store, RESOLUTIONS),
      narrative: 'resolution',
      order: 'adoptedOn',
      unitsOf: ({ unitId, held = [] }) => [unitId, ...held.map((holder) => holder.unitId)],
      missing: 'no-such-resolution',
    };
  }

  async list(sub: string, query: ResolutionsQuery): Promise<Page<ResolutionAnswer>> {
    const { items, next, tree } = await this.reads.list(this.#kind, sub, query, filterOf(query));
    const meetings = await this.meetings.of(items);
    return { items: items.map((one) => toAnswer(one, { tree, meetings })), next };
  }

  async one(sub: string, id: string): Promise<ResolutionAnswer> {
    const found = await this.reads.readable(this.#kind, sub, id);
    return toAnswer(found, await this.#shown([found]));
  }

  async history(sub: string, id: string, page: PageOf): Promise<Page<ResolutionVersionAnswer>> {
    const { items, next } = await this.reads.history(this.#kind, sub, id, page);
    const shown = await this.#shown(items.map(({ fact }) => fact));
    return { items: items.map((one) => toVersionAnswer(one, shown)), next };
  }

  async version(sub: string, id: string, version: number): Promise<ResolutionVersionAnswer> {
    const found = await this.reads.version(this.#kind, sub, id, version);
    return toVersionAnswer(found, await this.#shown([found.fact]));
  }

  async narrative(sub: string, id: string, version?: number): Promise<ResolutionNarrativeAnswer> {
    return toNarrative(await this.reads.narrative(this.#kind, sub, id, version));
  }

  narrativeReads(sub: string, id: string, page: PageOf): Promise<NarrativeReadsPage> {
    return this.reads.narrativeReads(this.#kind, sub, id, page);
  }

  async #shown(facts: readonly ResolutionDocument[]) {
    return { tree: await this.trees.current(), meetings: await this.meetings.of(facts) };
  }
}

function filterOf({ from, to, state, type, tasks }: ResolutionsQuery): mongo.Filter<ResolutionDocument> {
  const late = tasks === 'late' && { deadline: { $lt: dateOf(localDayOf(new Date())) } };
  return {
    ...(state && { state }),
    ...(type && { type }),
    ...(tasks && { state: state ?? 'adopted', tasks: { $elemMatch: { doneOn: null, droppedOn: null, ...late } } }),
    ...((from ?? to) && { adoptedOn: { ...(from && { $gte: from }), ...(to && { $lte: to }) } }),
  };
}
