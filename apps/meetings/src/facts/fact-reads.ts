import { localDayOf } from '#calendar';
import { Refusal } from '#contracts';
import { Authorizer, decodeCursor, pageOf, type Action, type Page } from '#http';
import { TreeReplica, type Tree } from '#tree';
import { Injectable } from '@nestjs/common';
import type { mongo } from 'mongoose';
import type { NarrativeReadsPage } from '../narrative/narrative-reads.dto.js';
import { NarrativeReads, type NarrativeKind } from '../narrative/narrative-reads.js';
import type { FactVersion, VersionedFact, VersionedFacts } from './versioned-facts.js';

/** One kind of fact, to whoever reads it. */
export interface FactKind<T extends VersionedFact, A extends string = string> {
  readonly facts: Pick<VersionedFacts<T, A>, 'get' | 'walk' | 'version' | 'versions'>;
  /** Where a right lets one read it: any of these is enough. */
  unitsOf(fact: T): readonly string[];
  /** Code of what is answered when there is none. */
  readonly missing: string;
}

/** What is listed in the order of a local date or month. */
export interface ListedKind<T extends VersionedFact, A extends string = string> extends FactKind<T, A> {
  readonly order: keyof T & string;
}

/** What has free texts. */
export interface NarratedKind<T extends VersionedFact, A extends string = string> extends FactKind<T, A> {
  readonly narrative: NarrativeKind;
}

export type PageOf = { limit: number; cursor?: string | undefined };
export type ListQuery = PageOf & { unit: string };

/** More units than this are slower by name than walking through all in order. */
const MOST_NAMED = 200;

/** Reads that all versioned facts have in common, each for who may. */
@Injectable()
export class FactReads {
  constructor(
    private readonly authorizer: Authorizer,
    private readonly trees: TreeReplica,
    private readonly reads: NarrativeReads,
  ) {}

  async readable<T extends VersionedFact>(
    kind: FactKind<T>,
    sub: string,
    id: string,
    action: Action = 'meetings:read',
  ): Promise<T> {
    const fact = await kind.facts.get(id);
    if (!fact) throw new Refusal('not-found', kind.missing);
    let refusal: unknown;
    for (const unitId of kind.unitsOf(fact)) {
      try {
        await this.authorizer.require(sub, action, unitId);
        return fact;
      } catch (error) {
        if (!(error instanceof Refusal) || error.kind !== 'forbidden') throw error;
        refusal = error;
      }
    }
    throw refusal;
  }

  /** Those of the unit and of all below it today, in order: who has a branch now follows up what it left open. */
  async list<T extends VersionedFact>(
    kind: ListedKind<T>,
    sub: string,
    { unit, limit, cursor }: ListQuery,
    filter: mongo.Filter<T>,
  ): Promise<Page<T> & { tree: Tree }> {
    await this.authorizer.require(sub, 'meetings:read', unit);
    const tree = await this.trees.current();
    const units = new Set(tree.subtree(unit, localDayOf(new Date())));
    const among = { $in: [...units] };
    const named = units.size <= MOST_NAMED ? { $or: [{ unitId: among }, { 'held.unitId': among }] } : {};
    const found: T[] = [];
    const all = { $and: [filter, named, afterCursor(kind.order, cursor)] } as mongo.Filter<T>;
    for await (const fact of kind.facts.walk(all, kind.order)) {
      if (units.has(fact.unitId) || fact.held?.some(({ unitId }) => units.has(unitId))) found.push(fact);
      if (found.length > limit) break;
    }
    return { ...pageOf(found, limit, (fact) => [String(fact[kind.order]), fact._id]), tree };
  }

  /** Every version, the first one first. */
  async history<T extends VersionedFact, A extends string>(
    kind: FactKind<T, A>,
    sub: string,
    id: string,
    { limit, cursor }: PageOf,
  ): Promise<Page<FactVersion<T, A>>> {
    await this.readable(kind, sub, id);
    return kind.facts.versions(id, limit, cursor);
  }

  async version<T extends VersionedFact, A extends string>(
    kind: FactKind<T, A>,
    sub: string,
    id: string,
    version: number,
  ): Promise<FactVersion<T, A>> {
    await this.readable(kind, sub, id);
    return kind.facts.version(id, version);
  }

  /** A version with its texts, the newest unless one is named. The read is noted before they are given out. */
  async narrative<T extends VersionedFact, A extends string>(
    kind: NarratedKind<T, A>,
    sub: string,
    id: string,
    version?: number,
  ): Promise<FactVersion<T, A>> {
    const newest = await this.readable(kind, sub, id, 'meetings:narrative');
    const read = await kind.facts.version(id, version ?? newest.version);
    await this.reads.note(sub, { kind: kind.narrative, id, version: read.version });
    return read;
  }

  /** Who read the texts, the newest first. */
  async narrativeReads<T extends VersionedFact>(
    kind: NarratedKind<T>,
    sub: string,
    id: string,
    { limit, cursor }: PageOf,
  ): Promise<NarrativeReadsPage> {
    await this.readable(kind, sub, id, 'meetings:narrative');
    return this.reads.of({ kind: kind.narrative, id }, limit, cursor);
  }
}

/** @throws Refusal invalid-cursor (400) */
function afterCursor(order: string, cursor: string | undefined): object {
  const key = decodeCursor(cursor, 2)?.map(String);
  if (!key) return {};
  const [date, _id] = key;
  return { $or: [{ [order]: { $gt: date } }, { [order]: date, _id: { $gt: _id } }] };
}
