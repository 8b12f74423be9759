import { problemTexts } from '#http';

problemTexts({
  'count-suppressed': {
    status: 403,
    vi: 'Số này, hoặc thay đổi của nó, cho biết về từng người, nên không được giải thích cho người không có quyền xem danh sách đảng viên.',
    en: 'The count, or its change, tells of people: it is not explained to who may not see the roll.',
  },
});
