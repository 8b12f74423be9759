import {
  MOST_FACTS_NAMED,
  type DigestsAnsweredV1,
  type DigestsRequestedV1,
  type FactDigest,
  type RangeDigest,
} from '#contracts';
import type { mongo } from 'mongoose';
import type { FactKind, FactQuery, HeldFact } from './fact-kind.js';
import { contentHash, RunDigest } from './run-digest.js';

/** Facts of a run, and runs of an answer: small enough for one look at a run that differs, few enough for a whole country. */
export const FACTS_OF_RUN = 500;
const RUNS_OF_ANSWER = 20;

export type Answered = Pick<DigestsAnsweredV1, 'ranges' | 'facts' | 'next'>;
type Page = { facts: HeldFact[]; more: boolean };

/** What a source answers to a request, from the facts it holds now. */
export async function answerDigests(db: mongo.Db, kind: FactKind, request: DigestsRequestedV1): Promise<Answered> {
  const limit = request.ask === 'ranges' ? FACTS_OF_RUN * RUNS_OF_ANSWER : MOST_FACTS_NAMED;
  const page = await pageOf(db, kind, request, limit);
  const next = page.more ? page.facts.at(-1)!.id : null;
  if (request.ask === 'facts') return { ranges: [], facts: page.facts.map((fact) => digestOf(kind, fact)), next };
  return { ranges: runsOf(kind, page, request.through), facts: [], next };
}

/** One page of the facts a request asks for. */
export async function pageOf(db: mongo.Db, kind: FactKind, request: DigestsRequestedV1, limit: number): Promise<Page> {
  const facts: HeldFact[] = [];
  for await (const fact of kind.read(db, queryOf(kind, request, limit + 1))) facts.push(fact);
  return { facts: facts.slice(0, limit), more: facts.length > limit };
}

/** The last run of the last page goes up to the end of what was asked for, so that nothing lies between runs. */
function runsOf(kind: FactKind, { facts, more }: Page, through: string | null): RangeDigest[] {
  const runs: RangeDigest[] = [];
  for (let at = 0; at === 0 || at < facts.length; at += FACTS_OF_RUN) {
    const digest = new RunDigest();
    const run = facts.slice(at, at + FACTS_OF_RUN);
    for (const fact of run) digest.add(digestOf(kind, fact));
    const last = at + FACTS_OF_RUN >= facts.length && !more;
    runs.push({ through: last ? through : run.at(-1)!.id, ...digest.end() });
  }
  return runs;
}

function digestOf({ type }: FactKind, { id, version, unitId, month, event }: HeldFact): FactDigest {
  const data = event();
  return { id, version, hash: data && contentHash(type, data), unitId, month };
}

function queryOf({ prefix }: FactKind, { after, through, ids, scope }: DigestsRequestedV1, limit: number): FactQuery {
  const bare = (id: string): string => id.slice(prefix.length);
  return {
    after: after && bare(after),
    through: through && bare(through),
    ids: ids?.filter((id) => id.startsWith(prefix)).map(bare),
    scope,
    limit,
  };
}
