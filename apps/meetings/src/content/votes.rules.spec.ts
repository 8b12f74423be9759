import * as fc from 'fast-check';
import { Refusal, type Attendance } from '#contracts';
import type { Vote, VoteStatement } from './content.js';
import { carried, correctedVotes, countedVotes, type Voters } from './votes.rules.js';

const [HOST, JOINED, ITEM] = ['host', 'joined', 'item'] as const;
/** 22 members, 20 of them full, 18 present: the base of votes is 20 (QĐ 294, 9.3.2). */
const attendance = (voteBase: number): Attendance => ({
  source: 'declared',
  belong: 22,
  present: 18,
  excused: 4,
  unexcused: 0,
  exempt: 0,
  elsewhere: 0,
  voteBase,
});
const voters = (host = 20, joined = 8): Voters => ({
  unitId: HOST,
  attendance: attendance(host),
  joint: [{ unitId: JOINED, attendance: attendance(joined) }],
});
const vote = (changes: Partial<VoteStatement> = {}): VoteStatement => ({
  id: 'vote',
  unitId: null,
  itemId: null,
  subject: 'resolution',
  method: 'hand',
  for: 11,
  against: 5,
  abstained: 2,
  threshold: 'half',
  base: 20,
  ...changes,
});
const agenda = [{ id: ITEM, kind: 'adoption' as const }];
const refusal = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal)
      return { code: error.code, paths: error.fields.map(({ path }) => path), ...error.params };
    throw error;
  }
  throw new Error('nothing was refused');
};
const refused = (...votes: VoteStatement[]) => refusal(() => countedVotes(votes, agenda, voters()));

describe('a vote', () => {
  it.each([
    [10, 20, 'half', false], // half is not more than half
    [11, 20, 'half', true],
    [10, 19, 'half', true],
    [13, 20, 'two-thirds', false],
    [14, 20, 'two-thirds', true],
    [12, 18, 'two-thirds', true], // exactly two thirds are enough
    [0, 0, 'two-thirds', false],
  ] as const)('of %i for, of %i convened, by %s: carried is %s', (inFavour, base, threshold, expected) => {
    expect(carried(inFavour, base, threshold)).toBe(expected);
  });

  it('is carried of all convened, however many of those present were for it', () => {
    const half = fc.constantFrom('half' as const, 'two-thirds' as const);
    fc.assert(
      fc.property(fc.nat(1_000), fc.nat(1_000), half, (inFavour, more, threshold) => {
        const base = inFavour + more;
        const share = threshold === 'half' ? inFavour / base > 1 / 2 : inFavour / base >= 2 / 3 - 1e-12;
        expect(carried(inFavour, base, threshold)).toBe(base > 0 && share);
      }),
    );
  });

  it('is of the unit whose members convened, each unit by its own base', () => {
    const own = vote({ id: 'own', itemId: ITEM });
    const theirs = vote({
      id: 'theirs',
      unitId: JOINED,
      for: 6,
      against: 1,
      abstained: 1,
      base: 8,
      threshold: 'two-thirds',
    });
    expect(countedVotes([own, theirs], agenda, voters())).toEqual([
      { ...own, unitId: HOST, carried: true },
      { ...theirs, unitId: JOINED, carried: true },
    ]);
  });

  it('is refused of any other base, saying the right one', () => {
    for (const base of [18, 22, 8])
      expect(refused(vote({ base }))).toEqual({ code: 'vote-base-wrong', paths: ['votes.0.base'], base: 20 });
    expect(refused(vote({ unitId: JOINED }))).toMatchObject({ code: 'vote-base-wrong', base: 8 });
  });

  it.each([
    ['votes-more-than-base', 'votes.1.for', { for: 11, against: 6, abstained: 4 }],
    ['vote-unit-not-there', 'votes.1.unitId', { unitId: 'elsewhere' }],
    ['no-such-agenda-item', 'votes.1.itemId', { itemId: 'none' }],
    ['vote-twice', 'votes.1.id', { id: 'first' }],
  ])('is refused: %s at %s', (code, path, changes) => {
    expect(refused(vote({ id: 'first' }), vote(changes))).toMatchObject({ code, paths: [path] });
  });

  it('waits for the closing', () => {
    const planned = { ...voters(), attendance: null };
    expect(refusal(() => countedVotes([vote()], agenda, planned)).code).toBe('votes-need-closing');
    expect(countedVotes([], agenda, planned)).toEqual([]);
  });
});

describe('votes of a corrected meeting', () => {
  const votes = countedVotes(
    [vote({ id: 'a' }), vote({ id: 'b', unitId: JOINED, for: 5, against: 0, base: 8 })],
    agenda,
    voters(),
  );
  const content = { votes, agenda };

  it('stay where their base stays', () => {
    expect(correctedVotes(content, null, voters())).toEqual(votes);
  });

  it.each<[string, Voters, string]>([
    ['its base changes', voters(21), 'a'],
    ['the base of a joint unit changes', voters(20, 9), 'b'],
    ['a joint unit was not there', { ...voters(), joint: [] }, 'b'],
    ['another unit held it', { ...voters(), unitId: 'another' }, 'a'],
  ])('are asked for anew when %s, and are named', (_why, now, concerned) => {
    expect(refusal(() => correctedVotes(content, null, now))).toEqual({
      code: 'votes-need-restating',
      paths: ['votes'],
      votes: concerned,
    });
  });

  it('are those stated anew, checked against the new base', () => {
    const restated = correctedVotes(content, [vote({ id: 'a', base: 22 })], voters(22));
    expect(restated).toEqual<Vote[]>([{ ...vote({ id: 'a', base: 22 }), unitId: HOST, carried: false }]);
    expect(refusal(() => correctedVotes(content, [vote()], voters(22))).code).toBe('vote-base-wrong');
    expect(correctedVotes(content, [], voters(22))).toEqual([]);
  });
});
