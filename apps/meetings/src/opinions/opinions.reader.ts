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
import type { OpinionAnswer, OpinionNarrativeAnswer, OpinionVersionAnswer } from './opinion-answers.dto.js';
import type { OpinionAct } from './opinion.js';
import { OPINIONS, toAnswer, toNarrative, toVersionAnswer, type OpinionDocument } from './opinion-state.js';
import type { OpinionsQuery } from './opinions.dto.js';

/** Reads of opinions, each for who may read meetings at the branch or where the opinion lies. */
@Injectable()
export class OpinionsReader {
  readonly #kind: NarratedKind<OpinionDocument, OpinionAct> & ListedKind<OpinionDocument, OpinionAct>;

  constructor(
    store: Store,
    private readonly reads: FactReads,
    private readonly trees: TreeReplica,
    private readonly meetings: LinkedMeetings,
  ) {
    this.#kind = {
      facts: new VersionedFacts<OpinionDocument, OpinionAct>(store, OPINIONS),
      narrative: 'opinion',
      order: 'raisedOn',
      unitsOf: ({ unitId, lying }) => [unitId, lying.unitId],
      missing: 'no-such-opinion',
    };
  }

  async list(sub: string, query: OpinionsQuery): Promise<Page<OpinionAnswer>> {
    const { items, next, tree } = await this.reads.list(this.#kind, sub, query, filterOf(query));
    const meetings = await this.meetings.of(items);
    return { items: items.map((one) => toAnswer(one, { tree, meetings })), next };
  }

  async one(sub: string, id: string): Promise<OpinionAnswer> {
    const found = await this.reads.readable(this.#kind, sub, id);
    return toAnswer(found, await this.#shown([found]));
  }

  async history(sub: string, id: string, page: PageOf): Promise<Page<OpinionVersionAnswer>> {
    const { items, next } = await this.reads.history(this.#kind, sub, id, page);
    const shown = await this.#shown(items.map(({ fact }) => fact));
    return { items: items.map((one) => toVersionAnswer(one, shown)), next };
  }

  async version(sub: string, id: string, version: number): Promise<OpinionVersionAnswer> {
    const found = await this.reads.version(this.#kind, sub, id, version);
    return toVersionAnswer(found, await this.#shown([found.fact]));
  }

  async narrative(sub: string, id: string, version?: number): Promise<OpinionNarrativeAnswer> {
    return toNarrative(await this.reads.narrative(this.#kind, sub, id, version));
  }

  narrativeReads(sub: string, id: string, page: PageOf): Promise<NarrativeReadsPage> {
    return this.reads.narrativeReads(this.#kind, sub, id, page);
  }

  async #shown(facts: readonly OpinionDocument[]) {
    return { tree: await this.trees.current(), meetings: await this.meetings.of(facts) };
  }
}

function filterOf({ from, to, state, level, field, overdue }: OpinionsQuery): mongo.Filter<OpinionDocument> {
  const today = dateOf(localDayOf(new Date()));
  return {
    $and: [
      { ...(state && { state }), ...(level && { 'lying.level': level }), ...(field && { field }) },
      (from ?? to) ? { raisedOn: { ...(from && { $gte: from }), ...(to && { $lte: to }) } } : {},
      overdue ? { state: 'open', due: { $ne: null, $lt: today } } : {},
    ],
  };
}
