import { Refusal } from '#contracts';
import type { Session } from './session.js';
import {
  correct,
  draft,
  hold,
  minute,
  newestDraft,
  opine,
  prepare,
  voided,
  type Holding,
  type World,
} from './sessions.rules.js';

const world: World = {
  now: new Date('2026-08-30T03:00:00Z'),
  tree: { aliveOn: (unitId) => unitId === 'ward', get: () => undefined, parentOn: () => null },
};
const times = { startsAt: new Date('2026-08-20T01:00:00Z'), endsAt: new Date('2026-08-20T04:00:00Z') };
const item = (id: string, text = `draft of ${id}`) => ({ id, field: 'economy' as const, title: id, draft: text });
const prepared = (changes: object = {}, items = [item('a'), item('b')]): Session =>
  prepare({ unitId: 'ward', body: 'committee', term: '2025-2030', ...times, ...changes }, items, world);
const holding = (changes: Partial<Holding> = {}): Holding => ({
  members: 15,
  present: 14,
  votes: [{ itemId: 'a', for: 8, against: 3, abstained: 3 }],
  questions: [],
  ...changes,
});
const held = (changes: Partial<Holding> = {}): Session => hold(prepared(), holding(changes), world);
const codeOf = (work: () => unknown): string | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.fields[0] ? `${error.code} ${error.fields[0].path}` : error.code;
  }
};

describe('a committee session', () => {
  it('is prepared with its items as drafted, on the local day of its start', () => {
    const late = { startsAt: new Date('2026-08-20T17:30:00Z'), endsAt: new Date('2026-08-20T18:00:00Z') };
    expect(prepared(late)).toMatchObject({ state: 'prepared', date: '2026-08-21', members: null, minutesNumber: null });
    expect(prepared().items.map(({ drafts }) => drafts)).toEqual([
      [{ on: '2026-08-30', text: 'draft of a', opinion: null }],
      [{ on: '2026-08-30', text: 'draft of b', opinion: null }],
    ]);
  });

  it.each([
    ['ends-before-start endsAt', { endsAt: times.startsAt }],
    ['session-too-long endsAt', { endsAt: new Date('2026-08-23T01:00:01Z') }],
    [
      'date-too-early startsAt',
      { startsAt: new Date('1930-02-02T01:00:00Z'), endsAt: new Date('1930-02-02T02:00:00Z') },
    ],
    [
      'date-out-of-range startsAt',
      { startsAt: new Date('2027-09-01T01:00:00Z'), endsAt: new Date('2027-09-01T02:00:00Z') },
    ],
    ['unit-not-alive startsAt', { unitId: 'gone' }],
  ])('is refused as %s', (code, changes) => expect(codeOf(() => prepared(changes))).toBe(code));

  it('has each item once', () =>
    expect(codeOf(() => prepared({}, [item('a'), item('a')]))).toBe('session-item-twice items.1.id'));

  it('keeps every draft, with the opinion of the standing committee on it', () => {
    const seen = opine(prepared(), { itemId: 'a', on: '2026-08-15', text: 'shorter' }, world.now);
    const again = draft(seen, { itemId: 'a', text: 'second' }, world.now);
    expect(again.items[0]!.drafts).toEqual([
      { on: '2026-08-30', text: 'draft of a', opinion: { on: '2026-08-15', text: 'shorter' } },
      { on: '2026-08-30', text: 'second', opinion: null },
    ]);
    expect(codeOf(() => opine(seen, { itemId: 'a', on: '2026-08-16', text: 'x' }, world.now))).toBe(
      'opinion-given-already',
    );
    expect(
      newestDraft(opine(again, { itemId: 'a', on: '2026-08-16', text: 'x' }, world.now).items[0]!).opinion,
    ).not.toBeNull();
    expect(codeOf(() => draft(seen, { itemId: 'c', text: 'x' }, world.now))).toBe('no-such-item itemId');
    expect(codeOf(() => opine(seen, { itemId: 'b', on: '2026-08-31', text: 'x' }, world.now))).toBe(
      'date-in-future on',
    );
    const own = prepared({ body: 'standing-committee' });
    expect(codeOf(() => opine(own, { itemId: 'a', on: '2026-08-15', text: 'x' }, world.now))).toBe(
      'opinion-of-committee-only itemId',
    );
  });

  it('adopts by more than half of all members, not of those present; an item may be left out', () => {
    const vote = (inFavour: number) =>
      held({ votes: [{ itemId: 'a', for: inFavour, against: 0, abstained: 0 }] }).items;
    expect(vote(7)[0]!.vote).toMatchObject({ base: 15, adopted: false });
    expect(vote(8)[0]!.vote).toMatchObject({ base: 15, adopted: true });
    expect(vote(8)[1]!.vote).toBeNull();
  });

  it.each([
    ['present-more-than-members present', { present: 16 }],
    ['quorum-missing votes', { present: 7, members: 14, votes: [{ itemId: 'a', for: 7, against: 0, abstained: 0 }] }],
    ['votes-more-than-present votes.0.for', { votes: [{ itemId: 'a', for: 12, against: 2, abstained: 1 }] }],
    ['no-such-item votes.0.itemId', { votes: [{ itemId: 'c', for: 1, against: 0, abstained: 0 }] }],
    [
      'vote-twice votes',
      {
        votes: [
          { itemId: 'a', for: 1, against: 0, abstained: 0 },
          { itemId: 'a', for: 2, against: 0, abstained: 0 },
        ],
      },
    ],
    [
      'question-twice questions',
      {
        questions: Array.from({ length: 2 }, () => ({
          id: 'q',
          askedBy: 'm',
          askedOf: 'n',
          answered: false,
          text: 'x',
          answer: null,
        })),
      },
    ],
  ])('is not held as %s', (code, changes) => expect(codeOf(() => held(changes))).toBe(code));

  it('is held once it ended, and stated anew until its minutes are written', () => {
    const coming = prepared({ startsAt: new Date('2026-08-30T02:00:00Z'), endsAt: new Date('2026-08-30T03:00:01Z') });
    expect(codeOf(() => hold(coming, holding(), world))).toBe('session-not-ended endsAt');
    const again = hold(held(), holding({ votes: [], present: 12 }), world);
    expect(again).toMatchObject({ state: 'held', present: 12, items: [{ vote: null }, { vote: null }] });
    expect(codeOf(() => draft(again, { itemId: 'a', text: 'x' }, world.now))).toBe('session-held');
    expect(codeOf(() => minute(prepared(), 'text', 1))).toBe('session-not-held');
  });

  it('is corrected with a reason: what was voted on stays, another text is a new draft', () => {
    const next = correct(held(), { ...times, items: [item('a', 'new'), item('c')] }, 'wrong', world);
    expect(next.items.map(({ id, drafts, vote }) => [id, drafts.length, vote?.adopted])).toEqual([
      ['a', 2, true],
      ['c', 1, undefined],
    ]);
    expect(codeOf(() => correct(held(), { ...times, items: [item('b')] }, 'wrong', world))).toBe(
      'voted-item-left-out items',
    );
    expect(codeOf(() => correct(held(), { ...times, items: [item('a')] }, ' ', world))).toBe('reason-required reason');
    const tomorrow = { startsAt: new Date('2026-08-31T01:00:00Z'), endsAt: new Date('2026-08-31T02:00:00Z') };
    expect(codeOf(() => correct(held(), { ...tomorrow, items: [item('a')] }, 'x', world))).toBe(
      'session-not-ended endsAt',
    );
  });

  it('does not change once its minutes are written, but may be voided and keeps its number', () => {
    const minuted = minute(held(), 'text', 7);
    expect(minuted).toMatchObject({ state: 'minuted', minutes: 'text', minutesNumber: 7 });
    expect(codeOf(() => hold(minuted, holding(), world))).toBe('minutes-written');
    expect(codeOf(() => correct(minuted, { ...times, items: [item('a')] }, 'x', world))).toBe('minutes-written');
    expect(codeOf(() => minute(minuted, 'again', 8))).toBe('minutes-written');
    const gone = voided(minuted, 'twice');
    expect(gone).toMatchObject({ state: 'voided', minutesNumber: 7 });
    expect(codeOf(() => voided(gone, 'twice'))).toBe('session-voided');
    expect(codeOf(() => hold(gone, holding(), world))).toBe('session-voided');
  });
});
