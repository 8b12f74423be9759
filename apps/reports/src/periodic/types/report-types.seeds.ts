import type { EntryField, ReportSection, ReportType } from './report-type.js';

/**
 * The reports that article-000 names (DOMAIN.md 9.1): daily, weekly and quarterly, on the fight against corruption, waste
 * and negative phenomena, handed in by ward and commune committees. What it prints as "100% of branches have working
 * rules" is entered as a count, since no denominator is given; "about 450 billion đồng" as an estimate (ước). The articles
 * show no form, so the columns of the daily and weekly one are a proposal. Since when the regime holds is not told
 * either: reports of the time before July 2025 are taken by the same types.
 */
const FROM = '2000-01-01';

const section = (code: string, vi: string, en: string, required = false): ReportSection => ({
  code,
  labels: { vi, en },
  required,
  maxLength: 10_000,
});
const SITUATION = section('situation', 'Tình hình', 'Situation', true);
const RESULTS = section('results', 'Kết quả thực hiện', 'Results');
const PROPOSALS = section('proposals', 'Kiến nghị, đề xuất', 'Proposals');

const count = (
  code: string,
  vi: string,
  en: string,
  over: Pick<EntryField, 'unit' | 'semantics'> & Partial<EntryField>,
): EntryField => ({
  code,
  labels: { vi, en },
  scale: 0,
  min: 0,
  max: 1_000_000,
  required: false,
  estimateAllowed: false,
  ...over,
});

const common = { version: 1, from: FROM, calendar: 'gregorian', levels: ['commune' as const] };

export const SEEDED_TYPES: readonly ReportType[] = [
  {
    ...common,
    code: 'daily-integrity',
    labels: {
      vi: 'Báo cáo ngày về phòng, chống tham nhũng, lãng phí, tiêu cực',
      en: 'Daily report on the fight against corruption, waste and negative phenomena',
    },
    periodKind: 'day',
    sections: [SITUATION, PROPOSALS],
    measures: [
      count('integrity.signs-received', 'Phản ánh, tố cáo tiếp nhận', 'Reports and complaints received', {
        unit: 'item',
        semantics: 'flow',
        required: true,
      }),
    ],
    derived: ['meetings.held', 'cases.opened', 'findings.recorded'],
  },
  {
    ...common,
    code: 'weekly-integrity',
    labels: {
      vi: 'Báo cáo tuần về phòng, chống tham nhũng, lãng phí, tiêu cực',
      en: 'Weekly report on the fight against corruption, waste and negative phenomena',
    },
    // ISO weeks: the office's week, Friday to Thursday (DOMAIN.md 5.4), is a proposal, and a type that wants it names `office-week`.
    periodKind: 'week',
    sections: [SITUATION, RESULTS, PROPOSALS],
    measures: [
      count('integrity.signs-settled', 'Phản ánh, tố cáo đã giải quyết', 'Reports and complaints settled', {
        unit: 'item',
        semantics: 'flow',
        required: true,
      }),
      count('integrity.signs-pending', 'Phản ánh, tố cáo còn tồn', 'Reports and complaints still open', {
        unit: 'item',
        semantics: 'stock',
      }),
    ],
    derived: ['meetings.held', 'attendance.rate', 'cases.opened', 'cases.concluded', 'findings.recorded'],
  },
  {
    ...common,
    code: 'quarterly-integrity',
    labels: {
      vi: 'Báo cáo quý về phòng, chống tham nhũng, lãng phí, tiêu cực',
      en: 'Quarterly report on the fight against corruption, waste and negative phenomena',
    },
    periodKind: 'quarter',
    sections: [SITUATION, RESULTS, PROPOSALS],
    measures: [
      count('economy.enterprises', 'Doanh nghiệp trên địa bàn', 'Enterprises', {
        unit: 'enterprise',
        semantics: 'stock',
      }),
      count('economy.household-businesses', 'Hộ kinh doanh', 'Household businesses', {
        unit: 'household',
        semantics: 'stock',
      }),
      count('economy.trade', 'Giá trị thương mại, dịch vụ', 'Trade and services', {
        unit: 'billion-dong',
        semantics: 'flow',
        scale: 1,
        estimateAllowed: true,
      }),
      count(
        'rules.working-rules-issued',
        'Chi bộ trực thuộc đã ban hành quy chế làm việc',
        'Attached branches with working rules',
        { unit: 'branch', semantics: 'stock', max: 1_000 },
      ),
    ],
    derived: [
      'meetings.held',
      'attendance.rate',
      'members.total',
      'members.admitted',
      'cases.opened',
      'cases.concluded',
      'obligations.open',
    ],
  },
];
