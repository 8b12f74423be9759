/**
 * Requests that run against the demo data as they stand, each changing one with a member of its own: people of Mỹ Phong,
 * `member:DT-MP:<n>` of deploy/local/demo.
 */
export const EXAMPLE_IDS = {
  read: 'c1f85251-68ef-54f3-81ed-bbce734cd90e', // 100
  person: 'c702c6e6-45d2-5810-a018-f1d1b8a6d782', // 101
  act: 'b47df037-476e-5e74-af65-3b9ef4041f44', // 102
  correctAct: 'b4cee985-22fc-505e-9ce8-9ba3cb58d26f', // 103
  correctedAct: '99f05ec5-488b-5eda-ad1f-446e091bd30f', // its registration
  voidAct: '9b3baf13-1d0b-5861-8e3e-c379bba2d328', // 104, exempted from 2025-09-01
  voidedAct: 'd53366c2-42ed-5b54-8a1a-8c5b74078196', // that exemption
  void: '8e39e1b1-bd94-5ce8-9407-df9adc7a6399', // 105
  roll: '79d0b7eb-3051-5a26-b488-c0db655fbf55', // DT-MP-06
};

const person = {
  name: 'Nguyễn Thị Mẫu',
  sex: 'female',
  birthDate: '1998-05-19',
  ethnicity: 'Kinh',
  religion: 'không',
};

export const EXAMPLE_BODIES = {
  register: {
    admitted: {
      summary: 'Admitted: on the roll from the ceremony',
      value: {
        unitId: EXAMPLE_IDS.roll,
        act: {
          kind: 'admitted',
          decisionDate: '2026-02-03',
          ceremonyDate: '2026-02-25',
          decisionNumber: '12-QĐ/ĐU',
        },
        person: { ...person, personalId: '099990000001' },
      },
    },
    registered: {
      summary: 'Taken up as the official member she is',
      value: {
        unitId: EXAMPLE_IDS.roll,
        act: {
          kind: 'registered',
          on: '2026-01-01',
          standing: 'official',
          decisionDate: '2018-05-03',
          ceremonyDate: '2018-05-19',
          officialDate: '2019-05-19',
        },
        person: { ...person, name: 'Lê Thị Mẫu', birthDate: '1985-09-02', cardNumber: '000099990002' },
      },
    },
  },
  act: {
    exempted: {
      summary: 'Exempted from meetings for health',
      value: { kind: 'exempted', on: '2026-03-01', decisionNumber: '03-QĐ/CB', reason: 'Sức khoẻ' },
    },
    // Others, to be read rather than sent: they need a member to whom it has come.
  },
  correctAct: {
    corrected: {
      summary: 'Taken up a day later than was entered',
      value: {
        act: { kind: 'registered', on: '2025-07-02', unitId: EXAMPLE_IDS.roll, standing: 'official' },
        reason: 'Nhập nhầm ngày',
      },
    },
  },
  voidAct: { voided: { summary: 'Entered for the wrong member', value: { reason: 'Nhập nhầm người' } } },
  person: {
    changed: {
      summary: 'Another name, as the file has it',
      value: { person: { ...person, name: 'Trần Thị Mẫu', birthDate: '1971-12-26' }, reason: 'Cập nhật theo hồ sơ' },
    },
  },
  void: { voided: { summary: 'Entered twice', value: { reason: 'Nhập trùng' } } },
};
