import { problemTexts } from '#http';

/** Texts of what the rules of roles refuse. */
problemTexts({
  'role-exists': { status: 409, vi: 'Đã có vai trò với mã định danh này.', en: 'A role with this id exists already.' },
  'no-such-role': { status: 404, vi: 'Không có vai trò này.', en: 'There is no such role.' },
  'role-voided': {
    status: 409,
    vi: 'Vai trò đã bị huỷ, không sửa được nữa.',
    en: 'The role was voided and cannot be changed any more.',
  },
  'own-role': {
    status: 403,
    vi: 'Không ai được tự trao hoặc kéo dài vai trò cho chính mình.',
    en: 'Nobody gives themselves a role or makes their own last longer.',
  },
  'unknown-unit': { status: 422, vi: 'Không có đơn vị này.', en: 'There is no such unit.' },
  'empty-period': {
    status: 422,
    vi: 'Ngày kết thúc phải sau ngày bắt đầu.',
    en: 'The end must be after the beginning.',
  },
});
