import { dateOf, type Day } from '#calendar';
import { Refusal, refused } from '#contracts';
import { medalSteps } from './medals.rules.js';

/** A medal handed over to a member: on its day, or early for severe illness or after death (DOMAIN.md 2.5). */
export const AWARD_REASONS = ['due', 'severe-illness', 'posthumous'] as const;
export type AwardReason = (typeof AWARD_REASONS)[number];

export type Award = {
  id: string;
  version: number;
  memberId: string;
  step: number;
  awardedOn: string;
  reason: AwardReason;
  voided: boolean;
};

/** @param others awards of the same member */
export function giveAward(award: Omit<Award, 'version' | 'voided'>, others: readonly Award[], today: Day): Award {
  if (!medalSteps(award.awardedOn).includes(award.step)) throw refused('no-such-step', 'step');
  const latest = dateOf(today);
  if (award.awardedOn > latest) throw refused('date-out-of-range', 'awardedOn', { earliest: '1930-02-03', latest });
  if (others.some(({ voided, step }) => !voided && step === award.step))
    throw new Refusal('conflict', 'already-awarded');
  return { ...award, version: 1, voided: false };
}

/** For one entered by mistake, or handed back by who was put out of the Party. */
export function voidAward(award: Award): Award {
  if (award.voided) throw new Refusal('conflict', 'award-voided');
  return { ...award, version: award.version + 1, voided: true };
}
