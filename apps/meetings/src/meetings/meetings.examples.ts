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
