import { problemTexts } from '#http';

/** Refusals of every read that takes a lens. */
export const LENS_PROBLEMS = ['lens-malformed', 'lens-date-impossible'] as const;

problemTexts({
  'lens-malformed': {
    status: 400,
    vi: 'Cây tổ chức viết là as-was (theo ngày của từng việc), as-is (như hôm nay) hoặc as-of:2025-07-01 (như vào ngày đó).',
    en: 'Write the tree as as-was (each fact by its own day), as-is (as today) or as-of:2025-07-01 (as on that day).',
  },
  'lens-date-impossible': {
    status: 422,
    vi: 'Không có ngày này trong lịch, hoặc ngoài các năm 1900 đến 2999.',
    en: 'There is no such day, or it is outside the years 1900 to 2999.',
  },
});
