import { dateOf, dayOf, type Day } from '#calendar';
import { Refusal, refused, type RoleChangedV1 } from '#contracts';

/** A role at a unit given to a person, whole. */
export type Grant = RoleChangedV1;

const EARLIEST = '1930-01-01';
const YEARS_AHEAD = 20;

export function giveRole(grant: Omit<Grant, 'version' | 'voided'>, today: Day): Grant {
  return checked({ ...grant, version: 1, voided: false }, today);
}

/** Sets the first day on which the role no longer holds; null: it holds until further notice. */
export function endRole(grant: Grant, to: string | null, today: Day): Grant {
  notVoided(grant);
  if (grant.to === to) throw new Refusal('unprocessable', 'no-change');
  return checked({ ...grant, version: grant.version + 1, to }, today);
}

/** For a role that should never have been given: it never held. */
export function voidRole(grant: Grant): Grant {
  notVoided(grant);
  return { ...grant, version: grant.version + 1, voided: true };
}

/** Nobody gives themselves a role, or makes their own last longer; to give one up is everyone's right. */
export function notForOneself(giver: string, grant: Grant, before?: Grant): void {
  if (giver !== grant.person || grant.voided) return;
  const shortened = before !== undefined && grant.to !== null && (before.to === null || grant.to < before.to);
  if (!shortened) throw new Refusal('forbidden', 'own-role');
}

function checked(grant: Grant, today: Day): Grant {
  if (grant.to !== null && grant.to <= grant.from) throw refused('empty-period', 'to');
  const latest = `${Number(dateOf(today).slice(0, 4)) + YEARS_AHEAD}-12-31`;
  for (const date of [grant.from, grant.to])
    if (date !== null && (dayOf(date) < dayOf(EARLIEST) || dayOf(date) > dayOf(latest)))
      throw new Refusal('unprocessable', 'date-out-of-range', { earliest: EARLIEST, latest });
  return grant;
}

function notVoided(grant: Grant): void {
  if (grant.voided) throw new Refusal('conflict', 'role-voided');
}
