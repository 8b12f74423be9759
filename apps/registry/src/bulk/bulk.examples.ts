/** A file that runs on the demo data: one member on the roll of Mỹ Phong's first branch. */
export const BULK_EXAMPLES = {
  unit: 'a67adc85-0d62-5601-9456-7da0140721ac', // DT-MP
  csv:
    'Mã bản ghi;Mã đơn vị;Họ và tên*;Giới tính*;Ngày sinh*;Dân tộc*;Tôn giáo*;Số định danh cá nhân;Ngày vào sổ;Ngày chính thức\r\n' +
    '4d41a331-a5cc-53a6-b622-4f32d581d629;DT-MP-01;Trần Thị Mẫu;Nữ;1990-05-19;Kinh;không;099990000123;2025-08-01;2016-05-19\r\n',
};
