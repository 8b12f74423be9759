import { dayOf } from '#calendar';
import { Refusal } from '#contracts';
import { NO_CONTENT, type PreparationStatement, type Vote } from './content.js';
import { marked, replaced, type ContentStatement, type Described } from './content.rules.js';
import { withMinutes } from './minutes.rules.js';

const NOW = new Date('2026-07-04T08:00:00+07:00');
const START = new Date('2026-07-03T19:30:00+07:00');
const meeting = (changes: Partial<Described> = {}): Described => ({
  unitId: 'unit',
  attendance: null,
  joint: [],
  state: 'planned',
  day: dayOf('2026-07-03'),
  startsAt: START,
  content: NO_CONTENT,
  ...changes,
});
const nothing: PreparationStatement = {
  noticeSentAt: null,
  noticeToSuperior: false,
  documentsAt: null,
  committeeMetOn: null,
  draftReady: false,
  guests: null,
};
const stated = (changes: Partial<ContentStatement> = {}): ContentStatement => ({
  preparation: nothing,
  agenda: [],
  votes: [],
  ...changes,
});
const VOTE: Vote = {
  id: 'vote',
  unitId: 'unit',
  itemId: null,
  subject: 'resolution',
  method: 'hand',
  for: 11,
  against: 0,
  abstained: 0,
  threshold: 'half',
  base: 20,
  carried: true,
};
const refusal = (work: () => unknown): [string, string | undefined] => {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return [error.code, error.fields[0]?.path];
    throw error;
  }
  throw new Error('nothing was refused');
};
const refused = (one: Described, content: ContentStatement, reason = '') =>
  refusal(() => replaced(one, content, reason, NOW));

describe('preparation', () => {
  const marks = (sent: Partial<PreparationStatement>, startsAt = START) => {
    const content = { ...NO_CONTENT, preparation: { ...NO_CONTENT.preparation, ...sent } };
    const day = dayOf(startsAt.toISOString().slice(0, 10));
    const { noticeInTime, documentsInTime } = marked(content, startsAt, day).preparation;
    return [noticeInTime, documentsInTime];
  };
  const at = (text: string): Date => new Date(text);

  it.each([
    ['2026-07-02T19:30:00+07:00', '2026-07-02T19:30:00+07:00', [true, true]], // a day before, to the minute
    ['2026-07-03T19:30:00+07:00', '2026-07-02T19:31:00+07:00', [true, false]],
    ['2026-07-03T19:31:00+07:00', '2026-07-01T08:00:00+07:00', [false, true]],
  ])('told %s, with documents of %s: in time is %j', (noticeSentAt, documentsAt, expected) => {
    expect(marks({ noticeSentAt: at(noticeSentAt), documentsAt: at(documentsAt) })).toEqual(expected);
  });

  it('is neither in time nor late when nothing is stated, or before there was a rule', () => {
    expect(marks({})).toEqual([null, null]);
    const early = { noticeSentAt: at('2025-10-20T08:00:00+07:00'), documentsAt: at('2025-10-20T08:00:00+07:00') };
    expect(marks(early, at('2025-10-27T12:30:00Z'))).toEqual([null, null]);
    expect(marks(early, at('2025-10-28T12:30:00Z'))).toEqual([true, true]);
  });

  it('is marked by the session it was for, also when a correction moves that', () => {
    const preparation = { ...nothing, documentsAt: at('2026-07-02T08:00:00+07:00') };
    const content = replaced(meeting(), stated({ preparation }), '', NOW);
    expect(content.preparation.documentsInTime).toBe(true);
    expect(marked(content, at('2026-07-02T19:30:00+07:00'), dayOf('2026-07-02')).preparation.documentsInTime).toBe(
      false,
    );
  });

  it.each([
    ['noticeSentAt', at('2026-07-04T08:00:01+07:00')],
    ['documentsAt', at('2026-07-04T08:00:01+07:00')],
    ['committeeMetOn', '2026-07-05'],
  ])('tells of the past only: %s', (field, value) => {
    const preparation = { ...nothing, [field]: value };
    expect(refused(meeting(), stated({ preparation }))).toEqual(['in-the-future', `preparation.${field}`]);
  });
});

describe('the content of a meeting', () => {
  const agenda = [
    { id: 'a', kind: 'opinions' as const },
    { id: 'b', kind: 'conclusion' as const },
  ];

  it('is replaced whole, but for the minutes', () => {
    const before = { ...NO_CONTENT, agenda, minutesVersion: 4 };
    const after = replaced(meeting({ content: before }), stated({ agenda: agenda.slice(1) }), '', NOW);
    expect(after).toEqual({ ...NO_CONTENT, agenda: agenda.slice(1), minutesVersion: 4 });
  });

  it('is not changed once the meeting is voided, nor without a reason once there are votes', () => {
    expect(refused(meeting({ state: 'voided' }), stated())).toEqual(['already-voided', undefined]);
    const voted = { ...NO_CONTENT, votes: [VOTE] };
    expect(refused(meeting({ content: voted }), stated(), ' ')).toEqual(['reason-required', 'reason']);
    expect(replaced(meeting({ content: voted }), stated(), 'wrong count', NOW).votes).toEqual([]);
  });

  it('names each item once', () => {
    const twice = [...agenda, { id: 'a', kind: 'other' as const }];
    expect(refused(meeting(), stated({ agenda: twice }))).toEqual(['agenda-item-twice', 'agenda.2.id']);
  });

  describe('with minutes', () => {
    const content = { ...NO_CONTENT, agenda };
    const text = (itemId: string) => ({ itemId, title: 't', content: null, conclusion: null, speakers: [] });
    const minutes = (changes: object = {}) => ({
      place: null,
      guests: [],
      absentees: [],
      items: [],
      conclusion: null,
      ...changes,
    });
    const write = (changes: object, before: object = {}, reason = '') =>
      withMinutes({ state: 'closed', content: { ...content, ...before }, ...before }, minutes(changes), reason, 3);

    it('says in which version they were written', () => {
      expect(write({ items: [text('b'), text('a')] })).toEqual({ ...content, minutesVersion: 3 });
      expect(write({}, { minutesVersion: 2 }, 'more said').minutesVersion).toBe(3);
    });

    it.each<[string, string | undefined, object, object]>([
      ['no-such-agenda-item', 'items.1.itemId', { items: [text('a'), text('c')] }, {}],
      ['agenda-item-twice', 'items.1.itemId', { items: [text('a'), text('a')] }, {}],
      [
        'member-twice',
        'absentees.1.memberId',
        {
          absentees: [
            { memberId: 'm', reason: 'r' },
            { memberId: 'm', reason: 's' },
          ],
        },
        {},
      ],
      ['reason-required', 'reason', {}, { minutesVersion: 2 }],
      ['already-voided', undefined, {}, { state: 'voided' }],
    ])('is refused: %s', (code, path, changes, before) => {
      expect(refusal(() => write(changes, before))).toEqual([code, path]);
    });
  });
});
