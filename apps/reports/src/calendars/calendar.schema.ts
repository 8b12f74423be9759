import type { Calendar } from '#calendar';

/** A calendar as stored, under its code. Written once. */
export type CalendarDocument = Calendar & {
  _id: string;
  /** OIDC `sub` of who added it; null: it came with the system. */
  actor: string | null;
  at: Date;
};

export const CALENDARS = 'calendars';

export const withoutStamp = ({ _id, actor: _actor, at: _at, ...calendar }: CalendarDocument): Calendar => calendar;
