/** Requests that run against the demo data as they stand (deploy/local/demo/scores.mjs). */
export const TEMPLATE_CODES = { read: 'hd42-example', extend: 'dt-thematic', withdraw: 'dt-extraordinary' };

const sheet = (from: string) => ({
  from,
  source: 'QĐ 27-QĐ/TU',
  labels: { vi: 'Phiếu chấm sinh hoạt chuyên đề', en: 'Sheet for thematic meetings' },
  kinds: ['thematic'],
  heads: [
    {
      code: 'preparation',
      labels: { vi: 'Chuẩn bị', en: 'Preparation' },
      max: 40,
      items: [{ code: 'preparation.content', labels: { vi: 'Nội dung', en: 'Content' }, max: 40 }],
    },
    {
      code: 'conduct',
      labels: { vi: 'Tiến hành', en: 'Conduct' },
      max: 60,
      notApplicable: 'rescale',
      items: [
        { code: 'conduct.steps', labels: { vi: 'Trình tự', en: 'Steps' }, max: 37.5, notApplicable: null },
        { code: 'conduct.guests', labels: { vi: 'Mời báo cáo viên', en: 'Guest speaker' }, max: 22.5 },
      ],
    },
  ],
  grades: { good: 90, fair: 70, average: 50 },
});

export const TEMPLATE_BODIES = {
  create: {
    thematic: {
      summary: 'Thematic meetings of a province',
      value: { code: 'hp-thematic', unitId: 'c67924ff-b91b-5eb3-a031-1674d437a35d', ...sheet('2026-01-01') },
    },
  },
  addVersion: { next: { summary: 'Another sheet from June on', value: sheet('2026-06-01') } },
  withdraw: { ended: { summary: 'No sheet any more', value: { from: '2026-06-01', source: 'QĐ 35-QĐ/TU' } } },
};
