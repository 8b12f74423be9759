/**
 * Requests that run against the demo data as they stand. Each changing one has a meeting of its own, so that all can be
 * tried one after another: branches of Vĩnh Niệm, autumn 2020.
 */
export const EXAMPLE_IDS = {
  read: 'f2134965-f21e-5ae4-8a5e-3c81f0109ffc', // HP-VN-06, closed
  close: '7fa19753-ee9e-5e88-8745-1bf0be0d6fdb', // HP-VN-12, planned
  correct: 'e4c97b74-74f7-56e4-9155-fbe70dc1006c', // HP-VN-10, closed
  void: 'aef89cd5-9aa2-51ab-9077-8638e9bcc59e', // HP-VN-11, closed
};

const attendance = { belong: 22, present: 17, excused: 3, unexcused: 0, exempt: 1, elsewhere: 1, voteBase: 20 };

/** On the roll of DT-MP-06. */
const MEMBERS = [
  '7023ea8f-ab0b-5967-84f1-56a0adc2e759',
  'dae325cd-f3cb-57c1-bbf6-859c30e30c8b',
  '1808d91a-24c9-531c-a7b1-657f12ff5f01',
];

export const EXAMPLE_BODIES = {
  plan: {
    logged: {
      summary: 'A meeting that took place',
      value: {
        unitId: '79d0b7eb-3051-5a26-b488-c0db655fbf55', // DT-MP-06
        kind: 'regular',
        startsAt: '2026-08-13T19:30:00+07:00',
        endsAt: '2026-08-13T21:10:00+07:00',
        closing: { attendance },
      },
    },
    byMember: {
      summary: 'Attendance member by member, counted from the roll of that day',
      value: {
        unitId: '79d0b7eb-3051-5a26-b488-c0db655fbf55',
        kind: 'extraordinary',
        startsAt: '2026-08-20T19:30:00+07:00',
        endsAt: '2026-08-20T20:40:00+07:00',
        closing: {
          members: [
            { memberId: MEMBERS[0], state: 'present' },
            { memberId: MEMBERS[1], state: 'present' },
            { memberId: MEMBERS[2], state: 'excused' },
          ],
        },
      },
    },
    joint: {
      summary: 'Two branches in one session',
      value: {
        unitId: '79d0b7eb-3051-5a26-b488-c0db655fbf55',
        kind: 'thematic',
        startsAt: '2026-08-25T19:30:00+07:00',
        endsAt: '2026-08-25T21:00:00+07:00',
        closing: { attendance },
        joint: [{ unitId: 'c347be36-3a55-5e63-b743-00b06e027e91', attendance }], // DT-MP-05
      },
    },
    planned: {
      summary: 'A meeting to come, with a thematic part',
      value: {
        unitId: '79d0b7eb-3051-5a26-b488-c0db655fbf55',
        kind: 'regular',
        withThematic: true,
        startsAt: '2026-09-13T19:30:00+07:00',
        endsAt: '2026-09-13T21:40:00+07:00',
      },
    },
  },
  close: {
    closed: {
      summary: 'It ended a little later than planned',
      value: { endsAt: '2020-12-05T21:20:00+07:00', attendance },
    },
  },
  correct: {
    corrected: {
      summary: 'Another end and other counts',
      value: {
        unitId: '706198b4-9fca-5158-830b-9654459dc683', // HP-VN-10
        kind: 'regular',
        startsAt: '2020-11-03T19:30:00+07:00',
        endsAt: '2020-11-03T21:10:00+07:00',
        attendance,
        reason: 'Ghi nhầm giờ kết thúc',
      },
    },
  },
  void: { voided: { summary: 'Entered twice', value: { reason: 'Nhập trùng' } } },
};
