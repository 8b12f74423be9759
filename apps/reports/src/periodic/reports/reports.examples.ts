/**
 * Requests that run against the demo data as they stand. Each changing one has a report of its own, so that all can be
 * tried one after another: weekly reports of the ward Mỹ Phong (DT-MP), autumn 2025, as article-000 tells of them.
 */
export const REPORT_IDS = {
  read: 'd9219b5f-8355-5e6b-904f-6ae1c394b789', // 2025-W45, submitted
  rewrite: '6d0edea7-244e-549a-9571-91908fb7e832', // 2025-W46, draft
  submit: '732ec842-0530-598a-b544-d7dece073cd6', // 2025-W47, draft, complete
  return: '72109c67-1efe-5ba9-a22a-7e591652dcbc', // 2025-W48, submitted
  accept: 'ea0d5238-afa2-5675-af64-05e5f0ba5223', // 2025-W49, submitted
  void: '946dbe15-8aa9-561e-8171-765e20234760', // 2025-W51, draft
};

/** DT-MP, and DT above it. */
export const REPORTING_UNIT = 'a67adc85-0d62-5601-9456-7da0140721ac';
export const UNIT_ABOVE = 'ffe70859-527a-5ec2-aad8-4ae6b9520ee0';

const told = {
  values: [
    { measure: 'integrity.signs-settled', value: '3' },
    { measure: 'integrity.signs-pending', value: '1' },
  ],
  sections: [{ section: 'situation', text: 'Tình hình ổn định, không phát sinh điểm nóng.' }],
};

export const REPORT_BODIES = {
  create: {
    submitted: {
      summary: 'A weekly report, handed in at once',
      value: { unitId: REPORTING_UNIT, type: 'weekly-integrity', period: '2026-W10', submit: true, ...told },
    },
    nil: {
      summary: 'Nothing occurred (không phát sinh)',
      value: { unitId: REPORTING_UNIT, type: 'daily-integrity', period: '2026-03-05', nil: true, submit: true },
    },
    quarterly: {
      summary: 'A quarter, with an estimate (ước)',
      value: {
        unitId: 'ce55967c-b048-5dcb-af4b-46f0abb3205c', // DT-DTH
        type: 'quarterly-integrity',
        period: '2026-Q1',
        submit: false,
        values: [
          { measure: 'economy.enterprises', value: 731 },
          { measure: 'economy.household-businesses', value: 4610 },
          { measure: 'economy.trade', value: '450', estimate: true },
        ],
      },
    },
  },
  rewrite: { complete: { summary: 'All that it tells', value: told } },
  return: { incomplete: { summary: 'Numbers are missing', value: { reason: 'Thiếu số liệu của hai chi bộ' } } },
  void: { mistaken: { summary: 'Entered for the wrong week', value: { reason: 'Nhập nhầm tuần' } } },
};
