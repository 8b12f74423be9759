import { problemTexts } from '#http';

/** Texts of the refusals of tables. */
problemTexts({
  'table-too-large': {
    status: 422,
    vi: 'Bảng quá {most} dòng: hãy hỏi đơn vị cấp dưới hoặc kỳ ngắn hơn, hoặc đọc từng trang bằng JSON.',
    en: 'The table would have more than {most} rows: ask for a unit below or a shorter period, or read pages in JSON.',
  },
});
