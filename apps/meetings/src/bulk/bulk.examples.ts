/** Files that run on the demo data: meetings of branches of Mỹ Phong. */
export const BULK_EXAMPLES = {
  unit: 'a67adc85-0d62-5601-9456-7da0140721ac', // DT-MP
  csv:
    'Mã bản ghi;Mã chi bộ;Loại sinh hoạt;Ngày họp;Giờ bắt đầu;Giờ kết thúc;Trong danh sách;Có mặt;Vắng có lý do;' +
    'Vắng không lý do;Miễn sinh hoạt;Tạm thời nơi khác;Cơ số biểu quyết\r\n' +
    'MP-2025-08-01;DT-MP-01;Thường kỳ;2025-08-05;19:30;21:10;22;18;2;0;1;1;20\r\n' +
    'MP-2025-08-02;DT-MP-02;Chuyên đề;2025-08-12;19h30;21h00;25;24;1;0;0;0;25\r\n',
};
