import { localDayOf } from '#calendar';
import { Refusal } from '#contracts';
import { Authorizer, decodeCursor, decodeNumberCursor, pageOf, type Action, type Page } from '#http';
import { TreeReplica, type Tree } from '#tree';
import { Injectable } from '@nestjs/common';
import type { mongo } from 'mongoose';
import type { NarrativeReadsPage } from '../narrative/narrative-reads.dto.js';
import { NarrativeReads, type NarrativeKind } from '../narrative/narrative-reads.js';
import type { FactDocument, FactVersion, VersionedFacts } from './versioned-facts.js';

/** One kind of fact, to whoever reads it. */
export interface FactKind<D extends FactDocument> {
  readonly facts: VersionedFacts<D>;
  readonly narrative: NarrativeKind;
  /** The local date in whose order lists are. */
  readonly order: keyof D & string;
  /** Where a right lets one read it: any of these is enough. */
  unitsOf(fact: D): readonly string[];
  /** What is answered when there is none, or no such version. */
  missing(): Refusal;
  missingVersion(): Refusal;
}

export type ListQuery = { unit: string; limit: number; cursor?: string | undefined };

/** More units than this are slower by name than walking through all by date. */
const MOST_NAMED = 200;

/** Reads that resolutions, opinions and sessions have in common, each for who may. */
@Injectable()
export class FactReads {
  constructor(
    private readonly authorizer: Authorizer,
    private readonly trees: TreeReplica,
    private readonly reads: NarrativeReads,
  ) {}

  async readable<D extends FactDocument>(
    kind: FactKind<D>,
    sub: string,
    id: string,
    action: Action = 'meetings:read',
  ): Promise<D> {
    const fact = await kind.facts.get(id);
    if (!fact) throw kind.missing();
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

  /** Those of the unit and of all below it today, in order of date: who has a branch now follows up what it left open. */
  async list<D extends FactDocument>(
    kind: FactKind<D>,
    sub: string,
    { unit, limit, cursor }: ListQuery,
    filter: mongo.Filter<FactDocument>,
  ): Promise<Page<D> & { tree: Tree }> {
    await this.authorizer.require(sub, 'meetings:read', unit);
    const tree = await this.trees.current();
    const units = new Set(tree.subtree(unit, localDayOf(new Date())));
    const named = units.size <= MOST_NAMED ? { unitId: { $in: [...units] } } : {};
    const found: D[] = [];
    const all = { $and: [filter, named, afterCursor(kind.order, cursor)] };
    for await (const fact of kind.facts.find(all, { order: kind.order })) {
      if (units.has(fact.unitId)) found.push(fact);
      if (found.length > limit) break;
    }
    return { ...pageOf(found, limit, (fact) => [String(fact[kind.order]), fact._id]), tree };
  }

  /** Every version, the first one first. */
  async history<D extends FactDocument>(
    kind: FactKind<D>,
    sub: string,
    id: string,
    { limit, cursor }: Omit<ListQuery, 'unit'>,
  ): Promise<Page<FactVersion<D>>> {
    const { _id } = await this.readable(kind, sub, id);
    const after = decodeNumberCursor(cursor);
    return pageOf(await kind.facts.versions(_id, after, limit + 1), limit, ({ version }) => [version]);
  }

  async version<D extends FactDocument>(
    kind: FactKind<D>,
    sub: string,
    id: string,
    version: number,
  ): Promise<FactVersion<D>> {
    await this.readable(kind, sub, id);
    return stored(kind, id, version);
  }

  /** A version with its texts, the newest unless one is named. The read is noted before they are given out. */
  async narrative<D extends FactDocument>(
    kind: FactKind<D>,
    sub: string,
    id: string,
    version?: number,
  ): Promise<FactVersion<D>> {
    const newest = await this.readable(kind, sub, id, 'meetings:narrative');
    const read = await stored(kind, id, version ?? newest.version);
    await this.reads.note(sub, { kind: kind.narrative, id, version: read.version });
    return read;
  }

  /** Who read the texts, the newest first. */
  async narrativeReads<D extends FactDocument>(
    kind: FactKind<D>,
    sub: string,
    id: string,
    { limit, cursor }: Omit<ListQuery, 'unit'>,
  ): Promise<NarrativeReadsPage> {
    await this.readable(kind, sub, id, 'meetings:narrative');
    return this.reads.of({ kind: kind.narrative, id }, limit, cursor);
  }
}

async function stored<D extends FactDocument>(kind: FactKind<D>, id: string, version: number): Promise<FactVersion<D>> {
  const found = await kind.facts.version(id, version);
  if (!found) throw kind.missingVersion();
  return found;
}

/** @throws Refusal invalid-cursor (400) */
function afterCursor(order: string, cursor: string | undefined): mongo.Filter<FactDocument> {
  const key = decodeCursor(cursor, 2)?.map(String);
  if (!key) return {};
  const [date, _id] = key;
  return { $or: [{ [order]: { $gt: date } }, { [order]: date, _id: { $gt: _id } }] };
}
