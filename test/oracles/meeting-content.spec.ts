import { contentFigures, voteFigures } from './meeting-content.js';

const nothing = { noticeSentAt: null, documentsAt: null };
const votes = [
  { unitId: 'host', for: 10, base: 20, threshold: 'half' },
  { unitId: 'host', for: 14, base: 20, threshold: 'two-thirds' },
  { unitId: 'joined', for: 5, base: 8, threshold: 'two-thirds' },
];
const held = (startsAt: string, sent: object = {}) => ({
  unitId: 'host',
  startsAt,
  content: { preparation: { ...nothing, ...sent }, votes },
});

describe('oracle of contents', () => {
  it('counts the votes of each unit, and those that all its members convened carried', () => {
    const meeting = held('2026-02-10T19:30:00+07:00');
    expect(voteFigures(meeting, 'host')).toEqual({ 'votes.taken': 2, 'votes.carried': 1 });
    expect(voteFigures(meeting, 'joined')).toEqual({ 'votes.taken': 1, 'votes.carried': 0 });
    expect(contentFigures(meeting)).toMatchObject({ 'votes.taken': 2, 'meetings.documents-in-time': 0 });
  });

  it('finds documents in time a day before, notice until the start, neither before the rule', () => {
    const sent = { noticeSentAt: '2026-02-10T12:30:00Z', documentsAt: '2026-02-09T12:30:00Z' };
    const told = (startsAt: string) => {
      const figures = contentFigures(held(startsAt, sent));
      return [figures['meetings.notice-in-time'], figures['meetings.documents-in-time']];
    };
    expect(told('2026-02-10T19:30:00+07:00')).toEqual([1, 1]);
    expect(told('2026-02-10T19:29:00+07:00')).toEqual([0, 0]);
    const early = { documentsAt: '2025-10-01T00:00:00Z' };
    const of = (startsAt: string) => contentFigures(held(startsAt, early))['meetings.documents-in-time'];
    expect([of('2025-10-27T23:59:00+07:00'), of('2025-10-28T00:00:00+07:00')]).toEqual([0, 1]);
  });
});
