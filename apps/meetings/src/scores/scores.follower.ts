import type { Tx } from '#http';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { MeetingDependents, type MeetingChange, type MeetingDependent } from '../meetings/meeting-dependents.js';
import { ScoreFacts } from './score-facts.js';
import { followed } from './score.rules.js';

/** A score goes where its meeting goes, in the same transaction. */
@Injectable()
export class ScoresFollower implements MeetingDependent, OnModuleInit {
  constructor(
    private readonly facts: ScoreFacts,
    private readonly meetings: MeetingDependents,
  ) {}

  onModuleInit(): void {
    this.meetings.follow(this);
  }

  async meetingChanged(tx: Tx, { meeting, actor, tree }: MeetingChange): Promise<void> {
    const stored = await this.facts.get(meeting._id, tx.session);
    const score = stored && followed(stored, meeting);
    if (!score) return;
    const version = stored.version + 1;
    const deed = { act: 'meeting-changed' as const, actor, reason: null };
    await this.facts.record(tx, { meetingId: meeting._id, version, score, tree }, deed);
  }
}
