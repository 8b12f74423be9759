/** Meetings that the tests of scores and visits share. */

export const attendance = { belong: 22, present: 17, excused: 3, unexcused: 0, exempt: 1, elsewhere: 1, voteBase: 20 };
/** A regular evening of a date that has passed. */
export const evening = (unitId: string, date: string, changes: object = {}) => ({
  unitId,
  kind: 'regular',
  startsAt: `${date}T19:30:00+07:00`,
  endsAt: `${date}T21:05:00+07:00`,
  closing: { attendance },
  ...changes,
});
