import { problemTexts } from '#http';

/** Texts of what the rules of members refuse. None tells anything of a person. */
problemTexts({
  'no-such-member': { status: 404, vi: 'Không có đảng viên này.', en: 'There is no such member.' },
  'no-such-member-version': {
    status: 404,
    vi: 'Hồ sơ đảng viên không có phiên bản này.',
    en: 'The member has no such version.',
  },
  'no-such-act': { status: 404, vi: 'Hồ sơ không có việc này.', en: 'The member has no such act.' },
  'member-exists': {
    status: 409,
    vi: 'Đã có đảng viên với mã bản ghi này.',
    en: 'A member with this id exists already.',
  },
  'member-voided': {
    status: 409,
    vi: 'Hồ sơ đã bị huỷ vì nhập nhầm, không sửa được nữa.',
    en: 'The member was voided as entered by mistake and cannot be changed any more.',
  },
  'act-voided': { status: 409, vi: 'Việc này đã bị huỷ.', en: 'The act was voided already.' },
  'last-act': {
    status: 409,
    vi: 'Đây là việc duy nhất của hồ sơ; nếu nhập nhầm, hãy huỷ cả hồ sơ.',
    en: 'It is the only act of the member; void the member if it was entered by mistake.',
  },
  'act-of-another-kind': {
    status: 422,
    vi: 'Không đổi được loại việc; hãy huỷ và nhập việc khác.',
    en: 'The kind of an act cannot be changed; void it and enter another.',
  },
  'act-field-needed': { status: 422, vi: 'Loại việc này thiếu thông tin.', en: 'This kind of act needs more fields.' },
  'act-field-unexpected': {
    status: 422,
    vi: 'Loại việc này không có thông tin đó.',
    en: 'This kind of act has no such field.',
  },
  'identifier-taken': {
    status: 409,
    vi: 'Đã có đảng viên khác mang số này.',
    en: 'Another member has this identifier.',
  },
  'identifier-not-12-digits': {
    status: 422,
    vi: 'Số này phải có đúng 12 chữ số, kể cả số 0 ở đầu.',
    en: 'The identifier must have exactly 12 digits, leading zeros included.',
  },
  'possible-duplicate': {
    status: 409,
    vi: 'Chi bộ đã có người cùng họ tên và ngày sinh; nếu là người khác, hãy xác nhận.',
    en: 'This roll has somebody of the same name and birth date; confirm that it is another person.',
  },
  'already-on-roll': {
    status: 409,
    vi: 'Vào ngày đó, đảng viên đang sinh hoạt ở một chi bộ.',
    en: 'The member is on a roll on that day.',
  },
  'registered-before': {
    status: 409,
    vi: 'Hồ sơ này đã từng vào sổ; hãy dùng việc khôi phục hoặc kết nạp lại.',
    en: 'The member was on a roll before; restore or admit again.',
  },
  'not-on-roll': {
    status: 409,
    vi: 'Vào ngày đó, đảng viên không sinh hoạt ở chi bộ nào.',
    en: 'The member is on no roll on that day.',
  },
  'never-on-roll': { status: 409, vi: 'Chưa từng là đảng viên trước ngày đó.', en: 'Was on no roll before that day.' },
  'already-died': { status: 409, vi: 'Đảng viên đã từ trần trước ngày đó.', en: 'The member died before that day.' },
  'already-official': {
    status: 409,
    vi: 'Đã là đảng viên chính thức.',
    en: 'The member is official already.',
  },
  'already-in-transit': {
    status: 409,
    vi: 'Đang chuyển sinh hoạt; chờ nơi nhận tiếp nhận hoặc trả lại.',
    en: 'A transfer is under way; the other branch has to accept or reject it first.',
  },
  'not-in-transit': { status: 409, vi: 'Không có việc chuyển sinh hoạt nào.', en: 'No transfer is under way.' },
  'transfer-to-same-unit': {
    status: 422,
    vi: 'Đảng viên đang sinh hoạt ở chính chi bộ này.',
    en: 'The member is on the roll of that very unit.',
  },
  'already-temporary': {
    status: 409,
    vi: 'Đang sinh hoạt tạm thời ở nơi khác.',
    en: 'The member stays with another branch already.',
  },
  'not-temporary': { status: 409, vi: 'Không sinh hoạt tạm thời ở đâu.', en: 'The member stays with no other branch.' },
  'temporary-at-home': {
    status: 422,
    vi: 'Không sinh hoạt tạm thời ở chính chi bộ mình.',
    en: 'A member does not stay temporarily with his own branch.',
  },
  'already-exempt': { status: 409, vi: 'Đang được miễn sinh hoạt.', en: 'The member is exempt already.' },
  'not-exempt': { status: 409, vi: 'Không được miễn sinh hoạt vào ngày đó.', en: 'The member is not exempt then.' },
  'already-suspended': { status: 409, vi: 'Đang bị đình chỉ sinh hoạt.', en: 'The member is suspended already.' },
  'not-suspended': {
    status: 409,
    vi: 'Không bị đình chỉ sinh hoạt vào ngày đó.',
    en: 'The member is not suspended then.',
  },
  'ceremony-before-decision': {
    status: 422,
    vi: 'Lễ kết nạp không thể trước quyết định kết nạp.',
    en: 'The ceremony cannot come before the decision.',
  },
  'dates-out-of-order': {
    status: 422,
    vi: 'Các ngày phải theo thứ tự: quyết định, kết nạp, chính thức, vào sổ.',
    en: 'The dates must be in order: decision, ceremony, recognition, entry on the roll.',
  },
  'official-date-of-probationary': {
    status: 422,
    vi: 'Đảng viên dự bị chưa có ngày chính thức.',
    en: 'A probationary member has no date of recognition.',
  },
  'under-age': {
    status: 422,
    vi: 'Chưa đủ {least} tuổi (tính theo tháng).',
    en: 'Not yet {least} full years old, counted by month.',
  },
  'roll-unit-unknown': { status: 422, vi: 'Không có đơn vị này.', en: 'There is no such unit.' },
  'unit-holds-no-roll': {
    status: 422,
    vi: 'Chỉ chi bộ, tổ đảng và tổ chức cơ sở đảng có danh sách đảng viên.',
    en: 'Only branches, groups and grassroots organisations hold a roll.',
  },
  'roll-too-large': {
    status: 422,
    vi: 'Có quá nhiều đơn vị bên dưới (tối đa {most}); hãy xem từng đơn vị.',
    en: 'Too many units below it ({most} at most); read the roll of a lower one.',
  },
  'search-needs-more': {
    status: 422,
    vi: 'Cần họ tên (từ 2 ký tự), số định danh hoặc số thẻ.',
    en: 'Give a name of two characters or more, a personal id or a card number.',
  },
  'act-of-reorganisation': {
    status: 409,
    vi: 'Đảng viên chuyển theo đơn vị khi sắp xếp tổ chức; chỉ thu hồi được cả quyết định sắp xếp.',
    en: 'The member went along with the unit by an act of reorganisation; only the whole act can be revoked.',
  },
});
