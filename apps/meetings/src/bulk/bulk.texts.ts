import { problemTexts } from '#http';

/** Texts of what is wrong with a file of meetings or with a row of it; none repeats what the file says. */
problemTexts({
  'file-needs-job': {
    status: 413,
    vi: 'Tệp quá lớn cho một lần gửi (tối đa 5.000 dòng, 10 MB): hãy mở đợt nhập tại /v1/meetings/bulk/jobs và gửi từng phần.',
    en: 'The file is too large at once (5,000 rows, 10 MB at most): open a job at /v1/meetings/bulk/jobs and send it in parts.',
  },
  'too-many-rows-atomic': {
    status: 413,
    vi: 'Tệp có {rows} dòng; tất cả hoặc không gì cả (atomic) nhận tối đa {most} dòng: gửi với mode=partial, hoặc chia tệp.',
    en: 'It has {rows} rows; all or nothing (atomic) takes {most} at most: send it with mode=partial, or in smaller files.',
  },
  'unit-not-below': {
    vi: 'Vào ngày họp, không có đơn vị nào mang mã này trong phạm vi của tệp: kiểm tra mã chi bộ.',
    en: 'No unit of the file’s subtree bore this code on that date: look at the code of the branch.',
  },
  'code-twice': { vi: 'Mã bản ghi có ở nhiều dòng của tệp.', en: 'The record code occurs in several rows.' },
  'is-time': {
    vi: 'Phải là giờ như 19:30 hoặc 19h30.',
    en: 'Must be a time like 19:30 or 19h30.',
  },
  'date-not-of-start': {
    vi: 'Giờ bắt đầu thuộc một ngày khác: sửa ngày, hoặc bỏ trống ô ngày.',
    en: 'The start lies on another date: mend the date, or leave it empty.',
  },
  'end-or-minutes': {
    vi: 'Chỉ ghi giờ kết thúc hoặc số phút, không ghi cả hai.',
    en: 'State the end or the minutes, not both.',
  },
});
