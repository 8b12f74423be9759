import { columnsOf, type Columns } from '#bulk';

/**
 * The columns of a file of meetings: what a branch's book of meetings has beside the minutes (DOMAIN.md 3), with headings
 * in Vietnamese and English (#bulk). The names themselves are those of the fields of a single meeting.
 */
export const COLUMNS = {
  unit: ['Mã chi bộ', 'Chi bộ', 'Đơn vị', 'Mã đơn vị', 'Unit', 'Unit code', 'Unit id'],
  code: ['Mã bản ghi', 'Mã cuộc họp', 'Record code', 'Id', 'Meeting id'],
  kind: ['Loại sinh hoạt', 'Loại cuộc họp', 'Loại họp', 'Hình thức sinh hoạt', 'Kind'],
  withThematic: ['Kết hợp chuyên đề', 'Có chuyên đề', 'With thematic'],
  date: ['Ngày họp', 'Ngày', 'Ngày sinh hoạt', 'Date'],
  start: ['Giờ bắt đầu', 'Bắt đầu', 'Giờ họp', 'Start', 'Starts at'],
  end: ['Giờ kết thúc', 'Kết thúc', 'End', 'Ends at'],
  minutes: ['Số phút', 'Thời lượng', 'Thời gian họp', 'Minutes', 'Duration'],
  belong: ['Trong danh sách', 'Tổng số đảng viên', 'Số đảng viên', 'Đảng viên trong danh sách', 'Belong'],
  present: ['Có mặt', 'Số có mặt', 'Present'],
  excused: ['Vắng có lý do', 'Có lý do', 'Excused'],
  unexcused: ['Vắng không lý do', 'Không lý do', 'Unexcused'],
  exempt: ['Miễn sinh hoạt', 'Được miễn sinh hoạt', 'Được miễn', 'Exempt'],
  elsewhere: ['Tạm thời nơi khác', 'Tạm thời ở nơi khác', 'Tạm chuyển sinh hoạt', 'Sinh hoạt nơi khác', 'Elsewhere'],
  voteBase: ['Cơ số biểu quyết', 'Số được tính biểu quyết', 'Vote base'],
  chairId: ['Mã người chủ trì', 'Chair id'],
  secretaryId: ['Mã thư ký', 'Secretary id'],
} as const satisfies Record<string, readonly string[]>;
export type Column = keyof typeof COLUMNS;

export const MEETING_COLUMNS: Columns<Column> = columnsOf<Column>(COLUMNS);
