import { problemTexts } from '#http';
import { UNIT_NOT_ALIVE } from '#tree';

/** Texts of the refusals of cases, in Vietnamese and English. */
problemTexts({
  'no-such-case': { status: 404, vi: 'Không có vụ việc này.', en: 'There is no such case.' },
  'no-such-version': { status: 404, vi: 'Vụ việc này không có phiên bản đó.', en: 'This case has no such version.' },
  'no-such-finding': { status: 404, vi: 'Vụ việc này không có phát hiện đó.', en: 'This case has no such finding.' },
  'no-such-obligation': {
    status: 404,
    vi: 'Kết luận không có yêu cầu đó.',
    en: 'The conclusion has no such obligation.',
  },
  'case-exists': { status: 409, vi: 'Đã có vụ việc với mã định danh này.', en: 'A case with this id exists already.' },
  'finding-exists': {
    status: 409,
    vi: 'Đã có phát hiện với mã định danh này.',
    en: 'A finding with this id exists already.',
  },
  'obligation-exists': {
    status: 409,
    vi: 'Hai yêu cầu có cùng mã định danh.',
    en: 'Two obligations have the same id.',
  },
  'unit-not-alive': UNIT_NOT_ALIVE,
  'not-open': { status: 409, vi: 'Vụ việc này đã có kết luận.', en: 'This case is concluded already.' },
  'not-concluded': {
    status: 409,
    vi: 'Vụ việc này không ở trạng thái đã kết luận.',
    en: 'This case is not in the state it has after its conclusion.',
  },
  'not-closed': { status: 409, vi: 'Vụ việc này chưa kết thúc.', en: 'This case is not closed.' },
  'case-annulled': {
    status: 409,
    vi: 'Kết luận của vụ việc này đã bị hủy bỏ.',
    en: 'The conclusion of this case was annulled.',
  },
  'case-voided': { status: 409, vi: 'Vụ việc này đã bị hủy do nhập nhầm.', en: 'This case was voided.' },
  'already-withdrawn': { status: 409, vi: 'Phát hiện này đã được rút.', en: 'This finding was withdrawn already.' },
  'already-fulfilled': {
    status: 409,
    vi: 'Yêu cầu này đã được thực hiện.',
    en: 'This obligation is fulfilled already.',
  },
  'obligations-open': {
    status: 409,
    vi: 'Còn yêu cầu của kết luận chưa được thực hiện.',
    en: 'Obligations of the conclusion are not fulfilled yet.',
  },
  'reason-required': { status: 422, vi: 'Cần nêu lý do.', en: 'A reason is required.' },
  'classified-content': {
    status: 422,
    vi: 'Không nhập nội dung mật hoặc đơn tố cáo vào hệ thống này.',
    en: 'State secrets and denunciations must not be entered here.',
  },
  'form-not-of-kind': {
    status: 422,
    vi: 'Giám sát chỉ có hình thức thường xuyên và chuyên đề.',
    en: 'Supervision is either regular or thematic.',
  },
  'outside-committee': {
    status: 422,
    vi: 'Vào ngày mở, đơn vị này không thuộc cấp ủy tiến hành.',
    en: 'On the day of opening the unit did not lie under this committee.',
  },
  'member-required': {
    status: 422,
    vi: 'Cần nêu mã đảng viên là đối tượng.',
    en: 'The member it concerns must be named by id.',
  },
  'member-of-organisation': {
    status: 422,
    vi: 'Đối tượng là tổ chức đảng thì không nêu đảng viên.',
    en: 'A case of an organisation names no member.',
  },
  'member-not-of-unit': {
    status: 422,
    vi: 'Đảng viên này chưa từng thuộc đơn vị.',
    en: 'This member was never on the roll of the unit.',
  },
  'date-too-early': {
    status: 422,
    vi: 'Ngày phải từ 03/02/1930.',
    en: 'The date must not lie before 3 February 1930.',
  },
  'date-in-future': { status: 422, vi: 'Ngày không được ở tương lai.', en: 'The date must not lie in the future.' },
  'dates-out-of-order': {
    status: 422,
    vi: 'Thứ tự các ngày không hợp lệ: mở, phát hiện, kết luận, thực hiện, kết thúc, hủy bỏ.',
    en: 'The dates are out of order: opening, findings, conclusion, fulfilment, closing, annulment.',
  },
  'due-before-conclusion': {
    status: 422,
    vi: 'Hạn thực hiện sớm hơn ngày kết luận.',
    en: 'The obligation is due before the conclusion.',
  },
});
