import { requireAbove } from '#access';
import { Refusal, refused, type Scorer } from '#contracts';
import { Authorizer, Commands, requireIfMatch, written, type Answer, type CommandRequest, type Tx } from '#http';
import { TreeReplica } from '#tree';
import { Injectable } from '@nestjs/common';
import type { MeetingHead } from '../meetings/meeting-answer.js';
import { MeetingDependents } from '../meetings/meeting-dependents.js';
import type { UsableTemplate } from '../score-templates/score-template.rules.js';
import { ScoreTemplates } from '../score-templates/score-templates.js';
import { toTenths } from '../score-templates/score-templates.input.js';
import { receiptOf, ScoreFacts, toAnswer } from './score-facts.js';
import { scored, sheetOfOther, voided, type Scoring } from './score.rules.js';
import type { Score, ScoreAct, ScoreDocument } from './score.js';
import type { NextScoringDto, ScoreAnswer, ScoringDto } from './scores.dto.js';

const ACTS = { self: 'self-scored', superior: 'superior-scored' } as const;

type Made = { score: Score; act: ScoreAct; reason: string | null };

/** Commands on scores: the meeting is held → decide by the pure rules → version and event in one transaction. */
@Injectable()
export class ScoresService {
  constructor(
    private readonly facts: ScoreFacts,
    private readonly meetings: MeetingDependents,
    private readonly templates: ScoreTemplates,
    private readonly commands: Commands,
    private readonly authorizer: Authorizer,
    private readonly trees: TreeReplica,
  ) {}

  /** The first scoring of a meeting, by either side. */
  async open(command: CommandRequest, id: string, by: Scorer, dto: ScoringDto): Promise<Answer<ScoreAnswer>> {
    const scoring = toScoring(command, by, dto);
    return this.#run(command, id, by, async (tx, meeting, stored) => {
      if (stored) throw new Refusal('conflict', 'score-exists');
      const score = scored(null, scoring, meeting, await this.#sheet(tx, meeting, null, by));
      return { score, act: ACTS[by], reason: null };
    });
  }

  /** Scores one side, for the first time or again. */
  async score(command: CommandRequest, id: string, by: Scorer, dto: NextScoringDto): Promise<Answer<ScoreAnswer>> {
    const scoring = toScoring(command, by, dto);
    const reason = dto.reason ?? null;
    return this.#run(command, id, by, async (tx, meeting, found) => {
      const stored = matching(command, found);
      if (stored[by] && !reason?.trim()) throw refused('reason-required', 'reason');
      const score = scored(stored, scoring, meeting, await this.#sheet(tx, meeting, stored, by));
      return { score, act: ACTS[by], reason };
    });
  }

  /** Both sides were entered by mistake: by who may score as the superior, since his word falls too. */
  async void(command: CommandRequest, id: string, reason: string): Promise<Answer<ScoreAnswer>> {
    const by = (await this.facts.get(id))?.superior ? 'superior' : 'self';
    return this.#run(command, id, by, async (_tx, _meeting, found) => {
      const stored = matching(command, found);
      // The superior scored since the right was asked for.
      if (stored.superior && by === 'self') throw new Refusal('stale', 'stale-version', { current: stored.version });
      return { score: voided(stored, reason), act: 'voided', reason };
    });
  }

  async #run(
    command: CommandRequest,
    id: string,
    by: Scorer,
    decide: (tx: Tx, meeting: MeetingHead, stored: ScoreDocument | null) => Promise<Made>,
  ): Promise<Answer<ScoreAnswer>> {
    const seen = await this.meetings.find(id);
    await this.#admit(command.sub, by, seen.unitId);
    const tree = await this.trees.current();
    const current = await this.templates.finder();
    return this.commands.run(command, async (tx) => {
      const meeting = await this.meetings.hold(tx, seen);
      const stored = await this.facts.get(id, tx.session);
      const { score, act, reason } = await decide(tx, meeting, stored);
      const version = (stored?.version ?? 0) + 1;
      const deed = { act, actor: command.sub, reason };
      const document = await this.facts.record(tx, { meetingId: id, version, score, tree }, deed);
      const receipt = receiptOf(document);
      return written(version === 1 ? 201 : 200, toAnswer(document, current(meeting)), { version, receipt });
    });
  }

  /** The branch scores itself; a superior holds the right strictly above it, on today's tree. */
  async #admit(sub: string, by: Scorer, unitId: string): Promise<void> {
    if (by === 'self') return this.authorizer.require(sub, 'meetings:write', unitId);
    const { authorizer, trees } = this;
    return requireAbove({ authorizer, trees }, sub, 'meetings:assess', unitId);
  }

  /** @throws Refusal no-template-in-force (404) */
  async #sheet(tx: Tx, meeting: MeetingHead, stored: Score | null, by: Scorer): Promise<UsableTemplate> {
    const fixed = sheetOfOther(stored, by);
    if (fixed) {
      const version = await this.templates.version(fixed.code, fixed.version);
      if (version.sheet) return { ...version, sheet: version.sheet };
    }
    const found = (await this.templates.finder(tx.session))(meeting);
    if (!found) throw new Refusal('not-found', 'no-template-in-force');
    return found;
  }
}

/** @throws Refusal no-such-score (404), and what If-Match is refused for */
function matching(command: CommandRequest, stored: ScoreDocument | null): ScoreDocument {
  if (!stored) throw new Refusal('not-found', 'no-such-score');
  requireIfMatch(command, stored.version);
  return stored;
}

const toScoring = ({ sub }: CommandRequest, by: Scorer, { items, losses = [] }: ScoringDto): Scoring => ({
  by,
  sub,
  items: items.map(({ item, points }) => ({ item, points: points === null ? null : toTenths(points) })),
  losses: losses.map(({ item, text }) => ({ item, text })),
});
