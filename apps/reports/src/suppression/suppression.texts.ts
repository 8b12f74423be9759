import { problemTexts } from '#http';

problemTexts({
  'count-suppressed': {
    status: 403,
    vi: 'Số này nhỏ đến mức cho biết về từng người, nên không được giải thích cho người không có quyền xem danh sách đảng viên.',
    en: 'The count is so small that it tells of people: it is not explained to who may not see the roll.',
  },
});
