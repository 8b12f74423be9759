import { problemTexts } from '#http';

/** Texts of the refusals of jobs. */
problemTexts({
  'no-such-job': { status: 404, vi: 'Không có đợt nhập này.', en: 'There is no such job.' },
  'job-exists': { status: 409, vi: 'Đã có đợt nhập với mã này.', en: 'A job with this id exists already.' },
  'job-not-atomic': {
    status: 422,
    vi: 'Đợt nhập được ghi từng phần (partial); tất cả hoặc không gì cả (atomic) chỉ có khi gửi một tệp đến 2.000 dòng.',
    en: 'A job is entered bit by bit (partial); all or nothing (atomic) is for one file of up to 2,000 rows.',
  },
  'job-closed': {
    status: 409,
    vi: 'Đợt nhập đã kết thúc hoặc đã hủy: hãy mở đợt khác.',
    en: 'The job is finished or cancelled: open another.',
  },
  'part-differs': {
    status: 409,
    vi: 'Phần mang số này đã nhận với nội dung khác: gửi phần mới bằng số khác.',
    en: 'The part of this number came with another content: give the new one another number.',
  },
  'part-out-of-range': {
    status: 422,
    vi: 'Số thứ tự của phần phải từ 1 đến {most}.',
    en: 'Parts are numbered from 1 to {most}.',
  },
  'part-too-large': {
    status: 413,
    vi: 'Mỗi phần tối đa 5.000 dòng và 10 MB: hãy chia nhỏ hơn.',
    en: 'A part has 5,000 rows and 10 MB at most: cut it smaller.',
  },
  'part-format': {
    status: 422,
    vi: 'Phần này không theo kiểu tệp đã khai khi mở đợt nhập.',
    en: 'The part is not of the format that the job declared.',
  },
  'parts-waiting': {
    status: 409,
    vi: 'Đang chờ ghi {most} phần: hãy gửi lại sau ít giây.',
    en: '{most} parts wait to be worked: send it again in a few seconds.',
  },
  'parts-missing': {
    status: 409,
    vi: 'Chưa đủ các phần: đã nhận {parts} phần, số lớn nhất là {highest}.',
    en: 'Parts are missing: {parts} have come, the highest number is {highest}.',
  },
});
