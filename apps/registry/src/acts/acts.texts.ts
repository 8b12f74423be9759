import { problemTexts } from '#http';

/** Texts of what commands on acts of reorganisation refuse. */
problemTexts({
  'no-such-reorganisation': {
    status: 404,
    vi: 'Không có quyết định sắp xếp này.',
    en: 'There is no such act of reorganisation.',
  },
  'reorganisation-exists': {
    status: 409,
    vi: 'Đã có quyết định sắp xếp với mã định danh này.',
    en: 'An act with this id exists already.',
  },
  'act-state': {
    status: 409,
    vi: 'Không làm được khi quyết định đang ở trạng thái {state}.',
    en: 'Not possible while the act is {state}.',
  },
  'act-has-faults': {
    status: 409,
    vi: 'Lần kiểm tra gần nhất thấy lỗi; hãy sửa rồi kiểm tra lại.',
    en: 'The last check found faults; correct them and check again.',
  },
  'changed-since-check': {
    status: 409,
    vi: 'Đơn vị, đảng viên, chức vụ hoặc vai trò liên quan đã thay đổi sau khi kiểm tra; hãy kiểm tra lại.',
    en: 'A unit, member, office or role that it touches has changed since the check; check again.',
  },
  'own-act': {
    status: 403,
    vi: 'Người dự thảo hoặc sửa sau cùng không được phê duyệt.',
    en: 'Who drafted or last edited it may not approve it.',
  },
  'act-without-steps': { status: 422, vi: 'Quyết định chưa có nội dung.', en: 'The act has no steps.' },
  'too-many-steps': {
    status: 422,
    vi: 'Quá nhiều nội dung trong một quyết định (tối đa {most}).',
    en: 'Too many steps in one act ({most} at most).',
  },
  'steps-of-revocation': {
    status: 409,
    vi: 'Quyết định thu hồi không nhập nội dung riêng.',
    en: 'The steps of a revocation are made by itself.',
  },
  'day-of-revocation': {
    status: 422,
    vi: 'Ngày hiệu lực của quyết định thu hồi là ngày của quyết định bị thu hồi.',
    en: 'A revocation holds from the day of the act that it takes back.',
  },
  'revocation-of-revocation': {
    status: 409,
    vi: 'Không thu hồi quyết định thu hồi; hãy lập quyết định mới.',
    en: 'A revocation is not revoked; enter the act anew.',
  },
});
