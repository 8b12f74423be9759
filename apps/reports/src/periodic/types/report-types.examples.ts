const monthly = {
  labels: { vi: 'Báo cáo tháng về chuyển đổi số', en: 'Monthly report on digital work' },
  from: '2026-01-01',
  calendar: 'gregorian',
  periodKind: 'month',
  levels: ['commune'],
  sections: [{ code: 'situation', labels: { vi: 'Tình hình', en: 'Situation' }, required: true, maxLength: 4_000 }],
  measures: [
    {
      code: 'digital.services-online',
      labels: { vi: 'Thủ tục thực hiện trực tuyến', en: 'Procedures done online' },
      unit: 'procedure',
      semantics: 'stock',
      scale: 0,
      min: 0,
      max: 1_000,
      required: false,
      estimateAllowed: false,
    },
  ],
  derived: ['meetings.held'],
};

/** Requests that run against the demo data: a type of its own, and a further version of a type that is there. */
export const TYPE_EXAMPLES = {
  read: 'weekly-integrity',
  extend: 'daily-integrity',
  create: { monthly: { summary: 'A new type', value: { code: 'monthly-digital', ...monthly } } },
  addVersion: {
    daily: {
      summary: 'Another section from 2027 on',
      value: {
        labels: {
          vi: 'Báo cáo ngày về phòng, chống tham nhũng, lãng phí, tiêu cực',
          en: 'Daily report on the fight against corruption, waste and negative phenomena',
        },
        from: '2027-01-01',
        calendar: 'gregorian',
        periodKind: 'day',
        levels: ['commune'],
        sections: [
          { code: 'situation', labels: { vi: 'Tình hình', en: 'Situation' }, required: true, maxLength: 10_000 },
          { code: 'results', labels: { vi: 'Kết quả thực hiện', en: 'Results' }, required: false, maxLength: 10_000 },
        ],
        measures: [
          {
            code: 'integrity.signs-received',
            labels: { vi: 'Phản ánh, tố cáo tiếp nhận', en: 'Reports and complaints received' },
            unit: 'item',
            semantics: 'flow',
            scale: 0,
            min: 0,
            max: 1_000_000,
            required: true,
            estimateAllowed: false,
          },
        ],
        derived: ['meetings.held'],
      },
    },
  },
};
