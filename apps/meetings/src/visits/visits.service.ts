import { Refusal, refused, requireReason } from '#contracts';
import { Authorizer, Commands, requireIfMatch, written, type Answer, type CommandRequest } from '#http';
import { TreeReplica } from '#tree';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import type { MeetingHead } from '../meetings/meeting-answer.js';
import { MeetingDependents } from '../meetings/meeting-dependents.js';
import { PlanFacts } from './plan-facts.js';
import { PlanKeeping } from './plan-keeping.js';
import { toVisitsAnswer, VisitFacts, visitsReceipt } from './visit-facts.js';
import { recorded } from './visit.rules.js';
import type { Visit, VisitsDocument } from './visit.js';
import type { VisitDto, VisitsAnswer } from './visits.dto.js';

/** Which superiors attended which meeting: a fact of its own, and what it makes of plans, in one transaction. */
@Injectable()
export class VisitsService {
  constructor(
    private readonly facts: VisitFacts,
    private readonly plans: PlanFacts,
    private readonly keeping: PlanKeeping,
    private readonly meetings: MeetingDependents,
    private readonly commands: Commands,
    private readonly authorizer: Authorizer,
    private readonly trees: TreeReplica,
  ) {}

  /** States them for the first time. */
  record(command: CommandRequest, id: string, visits: readonly VisitDto[]): Promise<Answer<VisitsAnswer>> {
    return this.#write(command, id, { visits, reason: null }, (stored) => {
      if (stored) throw new Refusal('conflict', 'visits-exist');
    });
  }

  /** Replaces all that was stated. */
  correct(
    command: CommandRequest,
    id: string,
    visits: readonly VisitDto[],
    reason: string,
  ): Promise<Answer<VisitsAnswer>> {
    return this.#write(command, id, { visits, reason }, (stored) => {
      if (!stored) throw new Refusal('not-found', 'no-such-visits');
      requireIfMatch(command, stored.version);
      requireReason(reason);
    });
  }

  async #write(
    command: CommandRequest,
    id: string,
    { visits, reason }: { visits: readonly VisitDto[]; reason: string | null },
    check: (stored: VisitsDocument | null) => void,
  ): Promise<Answer<VisitsAnswer>> {
    const seen = await this.meetings.find(id);
    await this.authorizer.require(command.sub, 'meetings:write', seen.unitId);
    const tree = await this.trees.current();
    return this.commands.run(command, async (tx) => {
      const meeting = await this.meetings.hold(tx, seen);
      const stored = await this.facts.get(id, tx.session);
      check(stored);
      await this.plans.guard(tx, [...meeting.unitIds, ...(stored?.unitIds ?? [])]);
      const stated = recorded(meeting, await this.#visitors(meeting, visits, tx.session));
      const version = (stored?.version ?? 0) + 1;
      const deed = { act: 'recorded' as const, actor: command.sub, reason };
      const document = await this.facts.record(tx, { meetingId: id, version, visits: stated, tree }, deed);
      await this.keeping.follow(tx, [stored, document], { actor: command.sub, tree });
      const receipt = visitsReceipt(document);
      return written(version === 1 ? 201 : 200, toVisitsAnswer(document), { version, receipt });
    });
  }

  /** Who a plan sends is who attended for it. @throws Refusal visitor-or-plan, plan-of-another-unit (422), no-such-plan (404) */
  async #visitors(meeting: MeetingHead, visits: readonly VisitDto[], session: ClientSession): Promise<Visit[]> {
    const found: Visit[] = [];
    for (const [at, { visitorId, planId, capacity }] of visits.entries()) {
      const path = `visits.${at}`;
      if ((visitorId === undefined) === (planId === undefined)) throw refused('visitor-or-plan', path);
      const plan = planId === undefined ? null : await this.plans.get(planId, session);
      if (planId !== undefined && !plan) throw new Refusal('not-found', 'no-such-plan');
      if (plan && !meeting.unitIds.includes(plan.unitId)) throw refused('plan-of-another-unit', `${path}.planId`);
      found.push({ visitorId: plan?.visitorId ?? visitorId ?? '', capacity });
    }
    return found;
  }
}
