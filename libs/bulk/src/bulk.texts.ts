import { problemTexts } from '#http';

/** Texts of what is wrong with a file, and with a row of any; none repeats what the file says. */
problemTexts({
  'csv-malformed': {
    status: 422,
    vi: 'Không đọc được tệp CSV ở dòng {line}: kiểm tra dấu nháy kép.',
    en: 'The CSV cannot be read at line {line}: look at its quotes.',
  },
  'unknown-heading': {
    status: 422,
    vi: 'Không rõ tiêu đề của cột thứ {number}.',
    en: 'The heading of column {number} is not known.',
  },
  'heading-twice': {
    status: 422,
    vi: 'Cột thứ {number} trùng với một cột trước đó.',
    en: 'Column {number} is the same as one before it.',
  },
  'no-rows': { status: 422, vi: 'Tệp không có dòng nào.', en: 'There is no row in it.' },
  'too-many-rows': {
    status: 413,
    vi: 'Tệp có {rows} dòng, nhiều nhất là {most}.',
    en: 'It has {rows} rows; at most {most} are taken at once.',
  },
  'too-much-at-once': {
    status: 413,
    vi: 'Kho dữ liệu không nhận hết trong một lần và chưa ghi gì: hãy chia tệp nhỏ hơn.',
    en: 'It is more than the store takes at once, and nothing was written: send it in smaller files.',
  },
  'rows-refused': {
    status: 422,
    vi: '{refused} trong {rows} dòng bị từ chối; không dòng nào được ghi.',
    en: '{refused} of {rows} rows are refused; none was written.',
  },
  'text-expected': {
    status: 400,
    vi: 'Cần gửi tệp text/csv hoặc application/x-ndjson.',
    en: 'Send text/csv or application/x-ndjson.',
  },
  'cell-count': {
    vi: 'Số ô của dòng khác số cột.',
    en: 'The row has another number of cells than the heading.',
  },
  'not-an-object': { vi: 'Dòng không phải là một đối tượng JSON.', en: 'The line is no JSON object.' },
  'field-twice': { vi: 'Một trường có hai lần.', en: 'A field occurs twice.' },
  required: { vi: 'Bắt buộc phải có.', en: 'It is mandatory.' },
  'not-utf-8': {
    vi: 'Chữ bị hỏng: hãy lưu tệp bằng bảng mã UTF-8.',
    en: 'Broken letters: save the file as UTF-8.',
  },
  'date-order-undeclared': {
    vi: 'Ngày không ở dạng 1990-05-19: khai dates=dmy (ngày trước) hoặc dates=mdy (tháng trước).',
    en: 'The date is not written as 1990-05-19: declare dates=dmy (day first) or dates=mdy (month first).',
  },
  'two-digit-year': { vi: 'Năm phải có bốn chữ số.', en: 'A year has four digits.' },
});
