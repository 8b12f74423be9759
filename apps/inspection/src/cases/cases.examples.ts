/** Requests that run against the demo data as they stand. Each changing one has a case of its own, of DT-MP-06. */
export const EXAMPLE_IDS = {
  read: '1284250c-57ca-548a-a25f-d50bce48815d',
  finding: 'f6d7298e-0507-5c20-945d-9f8f204e49d5', // opened
  withdraw: 'b38bf4a3-44bf-55ae-9611-5a82ea886ed4', // opened, one finding
  withdrawnFinding: 'aeadb6f7-6927-52df-b3c5-01ff9ddae094',
  conclude: '536c34cd-54ef-55c6-856d-332ac1544662', // opened
  fulfil: '42170e96-ac72-5819-8a29-ef9300053967', // concluded, one obligation
  obligation: '42ce8e97-f5a4-5ad6-920a-38aa44f4dbf1',
  close: '2528da7c-4882-5fca-a611-c635647c6f59', // concluded without obligations
  annul: '1c2b432c-a735-5c07-b5e4-3ff6bd3aa115', // concluded
  void: '9a3dd9ec-2972-5b7b-b009-4207957b1048', // opened
  correct: '9cafd1d7-8006-5da3-963f-436df37780ff', // opened
};

const details = {
  classification: 'none',
  unitId: '79d0b7eb-3051-5a26-b488-c0db655fbf55', // DT-MP-06
  committeeId: 'a67adc85-0d62-5601-9456-7da0140721ac', // DT-MP
  kind: 'inspection',
  form: 'regular',
  object: 'organisation',
  openedOn: '2026-07-01',
};

export const EXAMPLE_BODIES = {
  open: { opened: { summary: 'A regular inspection of a branch', value: details } },
  finding: {
    recorded: {
      summary: 'Working rules',
      value: {
        classification: 'none',
        date: '2026-07-10',
        severity: 'less-serious',
        content: 'democratic-centralism',
        summary: 'Quy chế làm việc chưa được cập nhật.',
      },
    },
  },
  withdraw: { withdrawn: { summary: 'It did not hold', value: { on: '2026-07-12', reason: 'Đã có bổ sung hồ sơ' } } },
  conclude: {
    concluded: {
      summary: 'With one obligation',
      value: {
        classification: 'none',
        on: '2026-07-20',
        conclusion: 'Chi bộ cần sửa đổi quy chế làm việc.',
        obligations: [{ due: '2026-09-30', text: 'Sửa đổi quy chế làm việc.' }],
      },
    },
  },
  fulfil: {
    fulfilled: {
      summary: 'Shown by a paper',
      value: { classification: 'none', on: '2026-08-15', evidence: 'Quy chế số 05 đã ban hành.' },
    },
  },
  close: { closed: { summary: 'Nothing is left to do', value: { on: '2026-08-20' } } },
  annul: { annulled: { summary: 'A wrongful conclusion', value: { on: '2026-08-25', reason: 'Kết luận chưa đúng' } } },
  void: { voided: { summary: 'Entered twice', value: { reason: 'Nhập trùng' } } },
  correct: {
    corrected: { summary: 'Another form', value: { ...details, form: 'periodic', reason: 'Ghi nhầm hình thức' } },
  },
};
