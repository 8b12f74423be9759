import { dayOf, dateOf, localInstant, parsePeriod } from '#calendar';
import { Refusal } from '#contracts';
import { Authorizer, type Action, type Page } from '#http';
import { nearestState, TreeReplica, type Tree } from '#tree';
import { Injectable } from '@nestjs/common';
import type { MeetingAnswer } from '../meetings/meetings.dto.js';
import { MeetingsReader } from '../meetings/meetings.reader.js';
import { NarrativeReads } from '../narrative/narrative-reads.js';
import type { NarrativeReadsPage } from '../narrative/narrative-reads.dto.js';
import { ScoreTemplates } from '../score-templates/score-templates.js';
import { ScoreFacts, toAnswer } from './score-facts.js';
import type { ScoreDocument } from './score.js';
import type {
  ScoreAnswer,
  ScoreNarrativeAnswer,
  ScoreRowAnswer,
  ScoreTablePage,
  ScoreTableQuery,
  ScoreVersionAnswer,
} from './scores.dto.js';

/** Reads of scores, each for who may read meetings at the unit. */
@Injectable()
export class ScoresReader {
  constructor(
    private readonly facts: ScoreFacts,
    private readonly templates: ScoreTemplates,
    private readonly meetings: MeetingsReader,
    private readonly reads: NarrativeReads,
    private readonly authorizer: Authorizer,
    private readonly trees: TreeReplica,
  ) {}

  async one(sub: string, id: string): Promise<ScoreAnswer> {
    const score = await this.#readable(sub, 'meetings:read', id);
    return toAnswer(score, (await this.templates.finder())(score));
  }

  /** Every version of a score, the first one first. */
  async history(sub: string, id: string, limit: number, cursor?: string): Promise<Page<ScoreVersionAnswer>> {
    await this.#readable(sub, 'meetings:read', id);
    const { items, next } = await this.facts.versions(id, limit, cursor);
    const current = await this.templates.finder();
    return {
      items: items.map(({ version, act, actor, at, reason, fact }) => ({
        version,
        act,
        actor,
        at: localInstant(at),
        reason,
        score: toAnswer(fact, current(fact)),
      })),
      next,
    };
  }

  /** Why points were lost. The read is noted before it is given out. */
  async narrative(sub: string, id: string, version?: number): Promise<ScoreNarrativeAnswer> {
    const newest = await this.#readable(sub, 'meetings:narrative', id);
    const read = version === undefined ? newest : (await this.facts.version(id, version)).fact;
    await this.reads.note(sub, { kind: 'score', id, version: read.version });
    return {
      meetingId: id,
      version: read.version,
      self: read.self?.losses ?? [],
      superior: read.superior?.losses ?? [],
    };
  }

  /** Who read why points were lost, the newest first. */
  async narrativeReads(sub: string, id: string, limit: number, cursor?: string): Promise<NarrativeReadsPage> {
    await this.#readable(sub, 'meetings:narrative', id);
    return this.reads.of({ kind: 'score', id }, limit, cursor);
  }

  /** The closed meetings of a subtree in a month, each with its score, in order of date. */
  async table(sub: string, unitId: string, { month, limit, cursor }: ScoreTableQuery): Promise<ScoreTablePage> {
    const { from, to } = parsePeriod(month);
    const days = { from: dateOf(from), to: dateOf(to - 1) };
    const page = await this.meetings.list(sub, { unit: unitId, ...days, state: 'closed', limit, cursor });
    const scores = await this.facts.find({ _id: { $in: page.items.map(({ id }) => id) } });
    const byMeeting = new Map(scores.map((score) => [score._id, score]));
    const tree = await this.trees.current();
    return {
      unitId,
      month,
      items: page.items.map((meeting) => rowOf(meeting, byMeeting.get(meeting.id), tree)),
      next: page.next,
    };
  }

  async #readable(sub: string, action: Action, id: string): Promise<ScoreDocument> {
    const score = await this.facts.get(id);
    if (!score) throw new Refusal('not-found', 'no-such-score');
    await this.authorizer.require(sub, action, score.unitId);
    return score;
  }
}

function rowOf(meeting: MeetingAnswer, score: ScoreDocument | undefined, tree: Tree): ScoreRowAnswer {
  const { unitId, date } = meeting;
  const record = tree.get(unitId);
  const named = record && nearestState(record, dayOf(date));
  // Which sheet would be used now is not asked here: the row shows what counts.
  const { self = null, superior = null, counted = null } = score ? toAnswer(score, null) : {};
  return {
    unit: { id: unitId, code: named?.code ?? '', name: named?.name ?? '' },
    meetingId: meeting.id,
    date,
    kind: meeting.kind,
    members: meeting.attendance?.belong ?? null,
    counted,
    selfPoints: self?.points ?? null,
    superiorPoints: superior?.points ?? null,
    hasReasons: [self, superior].some((part) => part !== null && part.reasons > 0),
  };
}
