import { Authorizer, decodeNumberCursor, pageOf, type Page } from '#http';
import { Store } from '#mongo';
import { TreeReplica } from '#tree';
import { Injectable } from '@nestjs/common';
import type { mongo } from 'mongoose';
import { FactReads, type ListedKind, type NarratedKind, type PageOf } from '../facts/fact-reads.js';
import { VersionedFacts } from '../facts/versioned-facts.js';
import type { NarrativeReadsPage } from '../narrative/narrative-reads.dto.js';
import type { SessionAnswer, SessionNarrativeAnswer, SessionVersionAnswer } from './session-answers.dto.js';
import type { SessionAct } from './session.js';
import { SESSIONS, toAnswer, toNarrative, toVersionAnswer, type SessionDocument } from './session-state.js';
import type { MinutesBookQuery, SessionsQuery } from './sessions.dto.js';

/** Reads of committee sessions, each for who may read meetings at the unit. */
@Injectable()
export class SessionsReader {
  readonly #kind: NarratedKind<SessionDocument, SessionAct> & ListedKind<SessionDocument, SessionAct>;

  constructor(
    private readonly store: Store,
    private readonly reads: FactReads,
    private readonly trees: TreeReplica,
    private readonly authorizer: Authorizer,
  ) {
    this.#kind = {
      facts: new VersionedFacts<SessionDocument, SessionAct>(store, SESSIONS),
      narrative: 'session',
      order: 'date',
      unitsOf: ({ unitId }) => [unitId],
      missing: 'no-such-session',
    };
  }

  async list(sub: string, query: SessionsQuery): Promise<Page<SessionAnswer>> {
    const { items, next, tree } = await this.reads.list(this.#kind, sub, query, filterOf(query));
    return { items: items.map((one) => toAnswer(one, tree)), next };
  }

  /** The minutes of one body and term in order of their numbers; voided ones keep theirs, so none is missing. */
  async book(sub: string, unitId: string, query: MinutesBookQuery): Promise<Page<SessionAnswer>> {
    await this.authorizer.require(sub, 'meetings:read', unitId);
    const { body, term, limit, cursor } = query;
    const after = decodeNumberCursor(cursor);
    const stored = await this.store.db
      .collection<SessionDocument>(SESSIONS)
      .find({ unitId, body, term, minutesNumber: { $gt: after } })
      .sort({ minutesNumber: 1 })
      .limit(limit + 1)
      .toArray();
    const { items, next } = pageOf(stored, limit, ({ minutesNumber }) => [minutesNumber]);
    const tree = await this.trees.current();
    return { items: items.map((one) => toAnswer(one, tree)), next };
  }

  async one(sub: string, id: string): Promise<SessionAnswer> {
    return toAnswer(await this.reads.readable(this.#kind, sub, id), await this.trees.current());
  }

  async history(sub: string, id: string, page: PageOf): Promise<Page<SessionVersionAnswer>> {
    const { items, next } = await this.reads.history(this.#kind, sub, id, page);
    const tree = await this.trees.current();
    return { items: items.map((one) => toVersionAnswer(one, tree)), next };
  }

  async version(sub: string, id: string, version: number): Promise<SessionVersionAnswer> {
    return toVersionAnswer(await this.reads.version(this.#kind, sub, id, version), await this.trees.current());
  }

  async narrative(sub: string, id: string, version?: number): Promise<SessionNarrativeAnswer> {
    return toNarrative(await this.reads.narrative(this.#kind, sub, id, version));
  }

  narrativeReads(sub: string, id: string, page: PageOf): Promise<NarrativeReadsPage> {
    return this.reads.narrativeReads(this.#kind, sub, id, page);
  }
}

const filterOf = ({ from, to, body, state }: SessionsQuery): mongo.Filter<SessionDocument> => ({
  ...(body && { body }),
  ...(state && { state }),
  ...((from ?? to) && { date: { ...(from && { $gte: from }), ...(to && { $lte: to }) } }),
});
