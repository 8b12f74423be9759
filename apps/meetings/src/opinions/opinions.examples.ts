/** Requests that run against the demo data as they stand. Each changing one has an opinion of its own, of HP-VN-06. */
export const EXAMPLE_IDS = {
  read: '846e8c3e-87e3-5a2c-8222-e1a5afd34022',
  correct: 'a9a3cdd3-5982-5d13-9376-27fc3d18f42c',
  escalate: '10edc167-3813-5a07-9c17-b9e15da34fe8',
  settle: '73aeb6da-79f0-5ed3-8e70-bdada6edd273',
  reopen: 'f3f05aee-9add-5ac5-a443-61ac56a1d3d9', // settled at once
  void: '7311573e-564a-5e7b-90af-29636d409b2c',
};

const raised = {
  meetingId: 'f2134965-f21e-5ae4-8a5e-3c81f0109ffc', // of HP-VN-06, in November 2020
  raisedOn: '2020-11-03',
  by: 'people',
  field: 'environment',
  text: 'Đề nghị khơi thông cống thoát nước đầu ngõ.',
};
const unitId = '50492f7d-525e-5caa-9704-82807e4a0616'; // HP-VN-06

export const EXAMPLE_BODIES = {
  raise: {
    raised: { summary: 'Raised at a meeting', value: { unitId, ...raised, due: '2020-12-31' } },
    settled: {
      summary: 'Settled on the spot',
      value: { unitId, ...raised, settledAtOnce: { reply: 'Tổ dân phố khơi thông ngay trong tuần.' } },
    },
    otherwise: {
      summary: 'By a member, at no meeting',
      value: {
        unitId,
        raisedOn: '2020-11-20',
        by: 'member',
        field: 'party-building',
        text: 'Đề nghị gửi tài liệu sinh hoạt sớm hơn.',
      },
    },
  },
  correct: {
    corrected: {
      summary: 'Another field',
      value: { ...raised, field: 'land-and-construction', reason: 'Ghi nhầm lĩnh vực' },
    },
  },
  escalate: {
    escalated: {
      summary: 'To the ward',
      value: { on: '2020-11-10', to: 'commune', reason: 'Vượt thẩm quyền của chi bộ' },
    },
  },
  settle: {
    settled: {
      summary: 'Where it lies, some days later',
      value: { on: '2020-11-12', reply: 'Chi bộ đã vận động các hộ cùng khơi thông.' },
    },
  },
  reopen: {
    reopened: {
      summary: 'It is not settled after all',
      value: { on: '2020-12-01', reason: 'Nhân dân chưa đồng tình' },
    },
  },
  void: { voided: { summary: 'Entered twice', value: { reason: 'Nhập trùng' } } },
};
