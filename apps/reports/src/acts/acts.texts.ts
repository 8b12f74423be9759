import { problemTexts } from '#http';

/** Refusals of reads about acts. */
problemTexts({
  'act-not-heard': {
    status: 404,
    vi: 'Ở đây chưa có quyết định sắp xếp này, hoặc nó chưa được kiểm tra; hãy kiểm tra nó (registry) rồi hỏi lại.',
    en: 'This act is not known here, or was not checked yet: check it in the registry and ask again.',
  },
  'act-already-applied': {
    status: 409,
    vi: 'Quyết định này đã vào cây tổ chức: hãy đọc số liệu, và changes để biết nó đã làm thay đổi gì.',
    en: 'This act is in the tree already: read the figures, and their changes for what it moved.',
  },
  'act-has-faults': {
    status: 409,
    vi: 'Quyết định này không thực hiện được trên cây tổ chức hiện có ở đây ({fault}): hãy kiểm tra lại.',
    en: 'This act cannot be over the tree as the figures have it ({fault}): check it again.',
  },
  'act-totals-of-people': {
    status: 422,
    vi: 'Không tính trước được số người không trùng và cơ cấu đảng viên: hãy hỏi chỉ tiêu khác.',
    en: 'People counted once, and what members are like, cannot be told before the act: ask for other measures.',
  },
});
