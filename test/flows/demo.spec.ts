import { meetingOfToday } from '../../deploy/local/demo/proofs/meetings.mjs';

describe('the meeting of today that the proof logs', () => {
  it.each([
    ['in the evening', '2026-11-22T13:00:00Z', '2026-11-22'],
    ['just before midnight', '2026-11-22T16:59:59Z', '2026-11-22'],
    ['at midnight', '2026-11-22T17:00:00Z', '2026-11-23'],
    ['half a minute after midnight', '2026-11-22T17:00:30Z', '2026-11-23'],
    ['two minutes after midnight', '2026-11-22T17:02:00Z', '2026-11-23'],
  ])('lies on the local date and has ended, %s', async (_when, instant, date) => {
    let now = Date.parse(instant);
    const meeting = await meetingOfToday(
      () => now,
      (ms: number) => {
        now += ms;
        return Promise.resolve();
      },
    );
    expect(meeting.date).toBe(date);
    expect(meeting.startsAt.slice(0, 10)).toBe(date);
    expect(Date.parse(meeting.endsAt)).toBeLessThanOrEqual(now);
    expect(Date.parse(meeting.endsAt) - Date.parse(meeting.startsAt)).toBeGreaterThanOrEqual(60_000);
  });
});
