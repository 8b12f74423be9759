import type { Span } from '#tree';
import type { mongo } from 'mongoose';
import type { Contribution, ReplacedContribution } from '../figures/contribution.js';
import { contributionsOf, historyOf } from '../figures/ledger.js';
import { chunks, levelFilter } from '../rollups/cells.reader.js';
import type { Snapshot } from '../rollups/snapshots.js';
import type { KnownVersion } from './known-version.js';

/** Which entries can matter: flows on some days, levels on some days. */
export type Reach = { flows: Span | null; levels: Span | null };

type Stored = Omit<Contribution, '_id'>;
const NOT_WHO_ATTENDED = { 'p.a': 0 } as const;

const versionOf = (factId: string, { v, src, p, t, tr }: Stored, until: number): KnownVersion => ({
  factId,
  version: v,
  source: src,
  entries: p,
  at: t.getTime(),
  until,
  ...(tr === undefined ? {} : { traceId: tr }),
});
const ofCurrent = ({ _id, ...rest }: Contribution): KnownVersion => versionOf(_id, rest, Infinity);
const ofReplaced = ({ _id, replacedAt, ...rest }: ReplacedContribution): KnownVersion =>
  versionOf(_id.f, rest, replacedAt.getTime());

const within = (units: readonly string[], { flows, levels }: Reach): mongo.Filter<Contribution> => ({
  $or: [
    ...(flows ? [{ p: { $elemMatch: { u: { $in: [...units] }, d: { $gte: flows.from, $lt: flows.to } } } }] : []),
    ...(levels ? [levelFilter(units, levels)] : []),
  ],
});
const replacedAfter = (since: number): { replacedAt: { $gt: Date } } => ({ replacedAt: { $gt: new Date(since) } });

/**
 * Every version of a fact with something at these units that was known at `since` or later; of each only the entries
 * there. Facts as known at one instant t are those with at ≤ t < until.
 */
export async function* versionsAt(
  { db, session }: Snapshot,
  units: readonly string[],
  reach: Reach,
  since: number,
): AsyncGenerator<KnownVersion> {
  for (const chunk of chunks(units)) {
    const asked = new Set(chunk);
    const here = (version: KnownVersion): KnownVersion => ({
      ...version,
      entries: version.entries.filter(({ u }) => asked.has(u)),
    });
    const options = { session, projection: NOT_WHO_ATTENDED };
    for await (const found of contributionsOf(db).find(within(chunk, reach), options)) yield here(ofCurrent(found));
    const replaced = historyOf(db).find({ 'p.u': { $in: chunk }, ...replacedAfter(since) }, options);
    for await (const found of replaced) yield here(ofReplaced(found));
  }
}

/** Ids of facts with something at these units of which a version came or was replaced since. */
export async function touchedAt(
  { db, session }: Snapshot,
  units: readonly string[],
  reach: Reach,
  since: number,
): Promise<Set<string>> {
  const ids = new Set<string>();
  const options = { session, projection: { _id: 1 } };
  for (const chunk of chunks(units)) {
    const current = { ...within(chunk, reach), t: { $gt: new Date(since) } };
    for await (const { _id } of contributionsOf(db).find(current, options)) ids.add(_id);
    const replaced = historyOf(db).find({ 'p.u': { $in: chunk }, ...replacedAfter(since) }, options);
    for await (const { _id } of replaced) ids.add(_id.f);
  }
  return ids;
}

/** Ids of all facts of which a version came since, wherever; no more than `most` are looked for. */
export async function touchedAnywhere({ db, session }: Snapshot, since: number, most: number): Promise<Set<string>> {
  const options = { session, projection: { _id: 1 }, limit: most };
  const found = await contributionsOf(db)
    .find({ t: { $gt: new Date(since) } }, options)
    .toArray();
  return new Set(found.map(({ _id }) => _id));
}

/** All versions of some facts that were known at `since` or later, fact by fact, each in the order of its versions. */
export async function* historiesOf(
  { db, session }: Snapshot,
  facts: readonly string[],
  since: number,
): AsyncGenerator<KnownVersion[]> {
  for (const chunk of chunks(facts)) {
    const options = { session, projection: NOT_WHO_ATTENDED };
    const current = await contributionsOf(db)
      .find({ _id: { $in: chunk } }, options)
      .toArray();
    const changed = current.filter(({ v, was }) => v > 1 || was !== undefined).map(({ _id }) => _id);
    const replaced = changed.length === 0 ? [] : await historyOf(db).find(ofFacts(changed, since), options).toArray();
    const histories = new Map<string, KnownVersion[]>(chunk.map((id) => [id, []]));
    for (const version of [...replaced.map(ofReplaced), ...current.map(ofCurrent)])
      histories.get(version.factId)?.push(version);
    for (const versions of histories.values()) yield versions.sort((a, b) => a.at - b.at);
  }
}

/** By their `_id`, of which the fact comes first, the version, which begins at 1, after it, and perhaps its rules. */
const ofFacts = (facts: readonly string[], since: number): mongo.Filter<ReplacedContribution> => ({
  $or: facts.map((f) => ({ _id: { $gt: { f, v: 0 }, $lt: { f, v: Infinity } }, ...replacedAfter(since) })),
});
