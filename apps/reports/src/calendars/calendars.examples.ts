/** Requests that run against the demo data. */
export const CALENDAR_EXAMPLES = {
  create: {
    listed: {
      summary: 'A campaign in two stages',
      value: {
        code: 'campaign-2026',
        labels: { vi: 'Đợt cao điểm 2026', en: 'Campaign 2026' },
        source: 'Kế hoạch 12-KH/TU',
        periods: [
          { id: 'dot-1', kind: 'stage', from: '2026-03-05', through: '2026-04-10' },
          { id: 'dot-2', kind: 'stage', from: '2026-05-01', through: '2026-06-10' },
          { id: 'ca-dot', kind: 'campaign', from: '2026-03-05', through: '2026-06-10' },
        ],
      },
    },
    ruled: {
      summary: 'Months from the 21st to the 20th',
      value: {
        code: 'month-21',
        labels: { vi: 'Tháng chốt ngày 20', en: 'Months cut off on the 20th' },
        source: 'Công văn 7-CV/VPTU',
        rule: { monthFrom: 21, weekFrom: 1, cumulative: false, kinds: ['month', 'quarter', 'year'] },
      },
    },
  },
};
