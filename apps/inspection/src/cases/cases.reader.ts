import { localDayOf } from '#calendar';
import { Refusal } from '#contracts';
import { Authorizer, decodeCursor, decodeIdCursor, decodeNumberCursor, pageOf, type Action, type Page } from '#http';
import { TreeReplica } from '#tree';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, type QueryFilter } from 'mongoose';
import { toAnswer, toNarrative, toReadAnswer, toVersionAnswer } from './case-answer.js';
import type {
  CaseAnswer,
  CasesPage,
  CaseVersionAnswer,
  NarrativeAnswer,
  NarrativeReadAnswer,
} from './case-answers.dto.js';
import { CASE_VERSIONS, CASES, type CaseDocument, type CaseVersionDocument } from './case.schema.js';
import type { CasesQuery } from './cases.dto.js';
import { NarrativeReads } from './narrative-reads.js';

/** More units than this are slower by name than walking through all cases by date. */
const MOST_NAMED = 200;

/** Reads of cases, each for who may read inspection at the unit or its committee. */
@Injectable()
export class CasesReader {
  constructor(
    @InjectModel(CASES) private readonly cases: Model<CaseDocument>,
    @InjectModel(CASE_VERSIONS) private readonly versions: Model<CaseVersionDocument>,
    private readonly authorizer: Authorizer,
    private readonly trees: TreeReplica,
    private readonly reads: NarrativeReads,
  ) {}

  /** Cases of the unit and all below it today, in the order in which they were opened. */
  async list(sub: string, query: CasesQuery): Promise<CasesPage> {
    const { unit, limit } = query;
    await this.authorizer.require(sub, 'inspection:read', unit);
    const tree = await this.trees.current();
    const units = new Set(tree.subtree(unit, localDayOf(new Date())));
    const named = units.size <= MOST_NAMED ? { unitId: { $in: [...units] } } : {};
    const found: CaseDocument[] = [];
    // Cases are few beside units: walking through them is cheaper than naming up to 250,000 units to MongoDB.
    const cursor = this.cases
      .find({ ...filterOf(query), ...named })
      .sort({ openedOn: 1, _id: 1 })
      .lean<CaseDocument[]>()
      .cursor();
    for await (const one of cursor as AsyncIterable<CaseDocument>) {
      if (units.has(one.unitId)) found.push(one);
      if (found.length > limit) break;
    }
    const { items, next } = pageOf(found, limit, (one) => [one.openedOn, one._id]);
    return { items: items.map((one) => toAnswer(one, tree)), next };
  }

  async one(sub: string, id: string): Promise<CaseAnswer> {
    return toAnswer(await this.#readable(sub, 'inspection:read', id), await this.trees.current());
  }

  /** Every version of a case, the first one first. */
  async history(sub: string, id: string, limit: number, cursor?: string): Promise<Page<CaseVersionAnswer>> {
    const { _id: caseId } = await this.#readable(sub, 'inspection:read', id);
    const after = decodeNumberCursor(cursor);
    const stored = await this.versions
      .find({ caseId, version: { $gt: after } })
      .sort({ version: 1 })
      .limit(limit + 1)
      .lean<CaseVersionDocument[]>();
    const { items, next } = pageOf(stored, limit, ({ version }) => [version]);
    const tree = await this.trees.current();
    return { items: items.map((one) => toVersionAnswer(one, tree)), next };
  }

  async version(sub: string, id: string, version: number): Promise<CaseVersionAnswer> {
    const { _id } = await this.#readable(sub, 'inspection:read', id);
    return toVersionAnswer(await this.#stored(_id, version), await this.trees.current());
  }

  /** The texts of a case. The read is noted before they are given out. */
  async narrative(sub: string, id: string, version?: number): Promise<NarrativeAnswer> {
    const newest = await this.#readable(sub, 'inspection:narrative', id);
    const read = version === undefined ? newest : (await this.#stored(id, version)).case;
    await this.reads.note(sub, id, read.version);
    return toNarrative(read);
  }

  /** Who read the texts of a case, the newest first. */
  async narrativeReads(sub: string, id: string, limit: number, cursor?: string): Promise<Page<NarrativeReadAnswer>> {
    const { _id } = await this.#readable(sub, 'inspection:narrative', id);
    const { items, next } = pageOf(await this.reads.of(_id, limit + 1, decodeIdCursor(cursor)), limit, (read) => [
      read._id.toHexString(),
    ]);
    return { items: items.map(toReadAnswer), next };
  }

  async #stored(id: string, version: number): Promise<CaseVersionDocument> {
    const stored = await this.versions.findById(`${id}/${version}`).lean<CaseVersionDocument>();
    if (!stored) throw new Refusal('not-found', 'no-such-version');
    return stored;
  }

  async #readable(sub: string, action: Action, id: string): Promise<CaseDocument> {
    const one = await this.cases.findById(id).lean<CaseDocument>();
    if (!one) throw new Refusal('not-found', 'no-such-case');
    try {
      await this.authorizer.require(sub, action, one.unitId);
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind !== 'forbidden') throw error;
      await this.authorizer.require(sub, action, one.committeeId);
    }
    return one;
  }
}

function filterOf({ committee, state, kind, from, to, cursor }: CasesQuery): QueryFilter<CaseDocument> {
  const key = decodeCursor(cursor, 2)?.map(String);
  const [openedOn, id] = key ?? [];
  return {
    ...(committee && { committeeId: committee }),
    ...(state && { state }),
    ...(kind && { kind }),
    ...((from ?? to) && { openedOn: { ...(from && { $gte: from }), ...(to && { $lte: to }) } }),
    ...(key && { $or: [{ openedOn: { $gt: openedOn } }, { openedOn, _id: { $gt: id } }] }),
  };
}
