import type { Tx } from '#http';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { MeetingDependents, type MeetingChange, type MeetingDependent } from '../meetings/meeting-dependents.js';
import { PlanFacts } from './plan-facts.js';
import { PlanKeeping } from './plan-keeping.js';
import { VisitFacts } from './visit-facts.js';
import { followed } from './visit.rules.js';

/** Visits go where their meeting goes, and the plans they keep with them, in the same transaction. */
@Injectable()
export class VisitsFollower implements MeetingDependent, OnModuleInit {
  constructor(
    private readonly facts: VisitFacts,
    private readonly plans: PlanFacts,
    private readonly keeping: PlanKeeping,
    private readonly meetings: MeetingDependents,
  ) {}

  onModuleInit(): void {
    this.meetings.follow(this);
  }

  async meetingChanged(tx: Tx, { meeting, actor, tree }: MeetingChange): Promise<void> {
    const stored = await this.facts.get(meeting._id, tx.session);
    const visits = stored && followed(stored, meeting);
    if (!visits) return;
    await this.plans.guard(tx, [...stored.unitIds, ...visits.unitIds]);
    const recording = { meetingId: meeting._id, version: stored.version + 1, visits, tree };
    await this.facts.record(tx, recording, { act: 'meeting-changed', actor, reason: null });
    await this.keeping.follow(tx, [stored, visits], { actor, tree });
  }
}
