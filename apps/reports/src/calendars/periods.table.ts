import type { Calendar } from '#calendar';
import type { Table, Words } from '../exports/table.js';
import type { CalendarPeriodsAnswer } from './calendars.dto.js';

const COLUMNS: readonly Words[] = [
  { vi: 'Kỳ', en: 'Period' },
  { vi: 'Loại kỳ', en: 'Kind' },
  { vi: 'Từ ngày', en: 'From' },
  { vi: 'Đến hết ngày', en: 'Through' },
];

/** Periods of a year as a table. */
export const periodsTable = (
  { labels, source }: Calendar,
  { calendar, year, items }: CalendarPeriodsAnswer,
): Table => ({
  name: `${calendar}-${year}`,
  title: labels,
  columns: COLUMNS,
  rows: items.map(({ id, kind, from, through }) => [id, kind, from, through]),
  about: [
    { heading: { vi: 'Lịch', en: 'Calendar' }, value: calendar },
    { heading: { vi: 'Tên lịch', en: 'Name of calendar' }, value: labels },
    { heading: { vi: 'Căn cứ', en: 'Source' }, value: source },
    { heading: { vi: 'Năm', en: 'Year' }, value: year },
  ],
});
