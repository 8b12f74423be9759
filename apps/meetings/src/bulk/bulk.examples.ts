/** Files that run on the demo data: meetings of branches of Mỹ Phong. */
export const BULK_EXAMPLES = {
  unit: 'a67adc85-0d62-5601-9456-7da0140721ac', // DT-MP
  csv:
    'Mã bản ghi;Mã chi bộ;Loại sinh hoạt;Ngày họp;Giờ bắt đầu;Giờ kết thúc;Trong danh sách;Có mặt;Vắng có lý do;' +
    'Vắng không lý do;Miễn sinh hoạt;Tạm thời nơi khác;Cơ số biểu quyết\r\n' +
    'MP-2025-08-01;DT-MP-01;Thường kỳ;2025-08-05;19:30;21:10;22;18;2;0;1;1;20\r\n' +
    'MP-2025-08-02;DT-MP-02;Chuyên đề;2025-08-12;19h30;21h00;25;24;1;0;0;0;25\r\n',
};

/** Jobs of the demo (deploy/local/demo/bulk.mjs), one for each that changes it. */
export const JOB_EXAMPLES = {
  read: '00f125bc-67fb-51d1-a0a8-13785555e67a',
  open: '331f9676-9a3b-55ec-bf57-fb8f56c5d33e',
  part: '8c2c6737-e18e-56d7-b3cf-3d7a4a4f015b',
  finish: 'b046abff-c7f2-597a-b426-a47c8e3d09d1',
  cancel: '56307004-667a-5e70-9986-42e47c4d96ca',
};
