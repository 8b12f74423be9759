import { dayOf, dateOf, localInstant, parsePeriod } from '#calendar';
import type { Page } from '#http';
import { nearestState, TreeReplica, type Tree } from '#tree';
import { Injectable } from '@nestjs/common';
import { FactReads, type NarratedKind, type PageOf } from '../facts/fact-reads.js';
import type { MeetingAnswer } from '../meetings/meetings.dto.js';
import { MeetingsReader } from '../meetings/meetings.reader.js';
import type { NarrativeReadsPage } from '../narrative/narrative-reads.dto.js';
import { ScoreTemplates } from '../score-templates/score-templates.js';
import { ScoreFacts, toAnswer } from './score-facts.js';
import type { ScoreAct, ScoreDocument } from './score.js';
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
  readonly #kind: NarratedKind<ScoreDocument, ScoreAct>;

  constructor(
    private readonly facts: ScoreFacts,
    private readonly templates: ScoreTemplates,
    private readonly meetings: MeetingsReader,
    private readonly reads: FactReads,
    private readonly trees: TreeReplica,
  ) {
    this.#kind = { facts, narrative: 'score', unitsOf: ({ unitId }) => [unitId], missing: 'no-such-score' };
  }

  async one(sub: string, id: string): Promise<ScoreAnswer> {
    const score = await this.reads.readable(this.#kind, sub, id);
    return toAnswer(score, (await this.templates.finder())(score));
  }

  /** Every version of a score, the first one first. */
  async history(sub: string, id: string, page: PageOf): Promise<Page<ScoreVersionAnswer>> {
    const { items, next } = await this.reads.history(this.#kind, sub, id, page);
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
    const { fact } = await this.reads.narrative(this.#kind, sub, id, version);
    return {
      meetingId: id,
      version: fact.version,
      self: fact.self?.losses ?? [],
      superior: fact.superior?.losses ?? [],
    };
  }

  /** Who read why points were lost, the newest first. */
  narrativeReads(sub: string, id: string, page: PageOf): Promise<NarrativeReadsPage> {
    return this.reads.narrativeReads(this.#kind, sub, id, page);
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
