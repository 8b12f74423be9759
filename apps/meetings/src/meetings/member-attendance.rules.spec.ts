import { Refusal } from '#contracts';
import type { RollMember } from '#roll';
import { attendances, type JointStatement } from './joint.rules.js';
import { byMember } from './member-attendance.rules.js';
import type { MemberEntry, MemberState } from './unit-attendance.js';

const member = (memberId: string, changes: Partial<RollMember> = {}): RollMember => ({
  memberId,
  standing: 'official',
  exempt: false,
  suspended: false,
  home: true,
  elsewhere: false,
  ...changes,
});
const entry = (memberId: string, state: MemberState = 'present'): MemberEntry => ({ memberId, state });
const refusal = (work: () => unknown): { code: string; paths: string[]; text: string } => {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal)
      return { code: error.code, paths: error.fields.map(({ path }) => path), text: JSON.stringify(error) };
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('attendance by member', () => {
  it('has the vote base of the source: 20 of 20 full and 2 probationary members, 4 away on business (QĐ 294, 9.3.2)', () => {
    const roll = Array.from({ length: 22 }, (_, n) =>
      member(`m${n}`, { standing: n < 20 ? 'official' : 'probationary' }),
    );
    const entries = roll.map(({ memberId }, n) => entry(memberId, n < 4 ? 'excused' : 'present'));
    expect(byMember(entries, roll, 'members').attendance).toEqual({
      source: 'roll',
      belong: 22,
      present: 18,
      excused: 4,
      unexcused: 0,
      exempt: 0,
      elsewhere: 0,
      voteBase: 20,
    });
  });

  it.each([
    ['full member', {}, 'present', 1],
    ['full member merely away', {}, 'unexcused', 1],
    ['full member away without a word', {}, null, 1],
    ['probationary member', { standing: 'probationary' }, 'present', 0],
    ['exempt member who stayed away', { exempt: true }, null, 0],
    ['exempt member who came', { exempt: true }, 'present', 1],
    ['member temporarily with another branch', { elsewhere: true }, null, 0],
    ['suspended member', { suspended: true }, 'excused', 0],
    ['member on special duty, whom the roll has here', {}, 'elsewhere', 1],
  ] as const)('counts for votes: %s', (_who, changes, state, voteBase) => {
    const entries = state ? [entry('m', state)] : [];
    expect(byMember(entries, [member('m', changes)], 'members').attendance?.voteBase).toBe(voteBase);
  });

  it('takes those not stated from the roll, and leaves the rest unaccounted', () => {
    const roll = [
      member('there'),
      member('exempt', { exempt: true }),
      member('away', { elsewhere: true }),
      member('both', { elsewhere: true, exempt: true }),
      member('silent'),
      member('came', { exempt: true }),
    ];
    const { attendance, members, guests } = byMember([entry('there'), entry('came')], roll, 'members');
    expect(attendance).toMatchObject({ belong: 6, present: 2, excused: 0, unexcused: 0, exempt: 1, elsewhere: 2 });
    expect(guests).toBe(0);
    expect(members).toEqual([
      { memberId: 'there', state: 'present', guest: false },
      { memberId: 'exempt', state: 'exempt', guest: false },
      { memberId: 'away', state: 'elsewhere', guest: false },
      { memberId: 'both', state: 'elsewhere', guest: false },
      { memberId: 'silent', state: 'unaccounted', guest: false },
      { memberId: 'came', state: 'present', guest: false },
    ]);
  });

  it('keeps guests apart, so that no more are present than belong', () => {
    const roll = [member('a'), member('g', { home: false }), member('h', { home: false })];
    const { attendance, guests, members } = byMember([entry('a'), entry('g')], roll, 'members');
    expect(attendance).toMatchObject({ belong: 1, present: 1, voteBase: 1 });
    expect(guests).toBe(1);
    // A guest nobody stated is none of the meeting's.
    expect(members?.map(({ memberId, guest }) => [memberId, guest])).toEqual([
      ['a', false],
      ['g', true],
    ]);
    expect(byMember([entry('g', 'excused')], roll, 'members').guests).toBe(0);
  });

  it.each([
    ['member-not-on-roll', 'members.1.memberId', [entry('a'), entry('stranger')]],
    ['member-twice', 'members.2.memberId', [entry('a'), entry('b'), entry('a', 'excused')]],
    ['not-exempt-on-roll', 'members.0.state', [entry('a', 'exempt')]],
  ])('is refused: %s, with the path and no value', (code, path, entries) => {
    const refused = refusal(() => byMember(entries, [member('a'), member('b')], 'members'));
    expect(refused).toMatchObject({ code, paths: [path] });
    expect(refused.text).not.toContain('stranger');
  });
});

describe('a joint meeting', () => {
  const counts = { belong: 3, present: 2, excused: 0, unexcused: 0, exempt: 0, elsewhere: 0, voteBase: 3 };
  const rolls: Record<string, RollMember[]> = {
    host: [member('a', { elsewhere: true }), member('b')],
    other: [member('c'), member('a', { home: false })],
  };
  const met = (
    joint: JointStatement[],
    members: MemberEntry[] | null = [entry('b')],
    attendance = undefined as never,
  ) => attendances({ unitId: 'host', members, attendance }, joint, (unitId) => rolls[unitId] ?? []);

  it('counts each unit by its own roll or word', () => {
    const result = met([
      { unitId: 'other', members: [entry('c'), entry('a')] },
      { unitId: 'third', attendance: counts },
    ]);
    expect(result).toMatchObject({ attendance: { belong: 2, present: 1, elsewhere: 1 }, guests: 0 });
    expect(result.joint).toMatchObject([
      { unitId: 'other', attendance: { source: 'roll', belong: 1, present: 1 }, guests: 1 },
      { unitId: 'third', attendance: { source: 'declared', present: 2 }, guests: null, members: null },
    ]);
  });

  const many = (n: number) => Array.from({ length: n }, (_, i) => ({ unitId: `u${i}`, attendance: counts }));
  it.each([
    ['joint-host', 'joint.0.unitId', () => met([{ unitId: 'host', attendance: counts }])],
    ['joint-twice', 'joint.1.unitId', () => met([...many(1), ...many(1)])],
    ['joint-too-many', 'joint', () => met(many(21))],
    ['attendance-required', 'joint.0.attendance', () => met([{ unitId: 'other' }])],
    ['attendance-required', 'attendance', () => met([], null)],
    ['attendance-twice', 'members', () => met([], [entry('b')], counts as never)],
    [
      'present-more-than-belong',
      'joint.0.attendance.present',
      () => met([{ ...many(1)[0]!, attendance: { ...counts, present: 4 } }]),
    ],
    [
      'member-twice',
      'joint.0.members.1.memberId',
      () => met([{ unitId: 'other', members: [entry('c'), entry('a')] }], [entry('a')]),
    ],
    [
      'members-too-many',
      'joint.0.members',
      () => met([{ unitId: 'other', members: Array.from({ length: 2000 }, () => entry('c', 'excused')) }]),
    ],
  ])('is refused: %s at %s', (code, path, work) => {
    expect(refusal(work)).toMatchObject({ code, paths: [path] });
  });

  it('may have twenty units', () => {
    expect(met(many(20)).joint).toHaveLength(20);
  });

  it('has who is elsewhere at home and present as a guest in two lists', () => {
    const joint = [{ unitId: 'other', members: [entry('a')] }];
    expect(met(joint, [entry('a', 'elsewhere')]).joint[0]?.guests).toBe(1);
  });
});
