import { columnsOf, type Columns } from '#bulk';

/**
 * The columns of bulk entry: those of the clean-up sheet for the members' database (DOMAIN.md 2.1) that the registry
 * keeps, and what says where and since when the member is on a roll. Headings as people write them, Vietnamese and
 * English (#bulk); in NDJSON the names of fields are the keys themselves.
 */
export const COLUMNS = {
  unit: ['Đơn vị', 'Mã đơn vị', 'Chi bộ', 'Mã chi bộ', 'Tổ chức đảng đang sinh hoạt', 'Unit', 'Unit code', 'Unit id'],
  id: ['Mã bản ghi', 'Id', 'Member id'],
  name: ['Họ và tên', 'Họ tên', 'Họ và tên khai sinh', 'Name', 'Full name'],
  otherName: ['Tên gọi khác', 'Bí danh', 'Other name'],
  sex: ['Giới tính', 'Nam nữ', 'Sex', 'Gender'],
  birthDate: ['Ngày sinh', 'Ngày tháng năm sinh', 'Birth date', 'Date of birth'],
  ethnicity: ['Dân tộc', 'Ethnicity'],
  religion: ['Tôn giáo', 'Religion'],
  personalId: ['Số định danh cá nhân', 'Số định danh', 'Số CCCD', 'Số căn cước', 'Căn cước công dân', 'Personal id'],
  cardNumber: ['Số thẻ đảng', 'Số thẻ đảng viên', 'Số thẻ đảng theo HD 38', 'Card number'],
  oldCardNumber: ['Số thẻ đảng cũ', 'Số thẻ đảng theo QĐ 85', 'Old card number'],
  nativePlace: ['Quê quán', 'Native place'],
  residence: ['Nơi thường trú', 'Thường trú', 'Nơi cư trú', 'Residence'],
  occupation: ['Nghề nghiệp', 'Nghề nghiệp hiện nay', 'Occupation'],
  phone: ['Số điện thoại', 'Điện thoại', 'Phone'],
  on: ['Ngày vào sổ', 'Ngày chuyển đến', 'Ngày đăng ký', 'On', 'On the roll since'],
  standing: ['Tình trạng', 'Loại đảng viên', 'Standing'],
  decisionDate: ['Ngày quyết định kết nạp', 'Ngày vào đảng', 'Decision date', 'Admission date'],
  ceremonyDate: ['Ngày kết nạp', 'Ngày lễ kết nạp', 'Ceremony date'],
  officialDate: ['Ngày chính thức', 'Ngày công nhận chính thức', 'Official date'],
  confirmedDistinct: ['Đã xác minh khác người', 'Confirmed distinct'],
} as const satisfies Record<string, readonly string[]>;
export type Column = keyof typeof COLUMNS;

export const REQUIRED_COLUMNS: readonly Column[] = ['unit', 'name', 'sex', 'birthDate', 'ethnicity', 'religion'];

export const MEMBER_COLUMNS: Columns<Column> = columnsOf<Column>(COLUMNS);
