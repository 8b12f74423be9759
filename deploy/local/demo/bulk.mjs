// Jobs of bulk entry, so that the documented examples of meetings can be tried as they are: one to read, and one for each
// request that changes it. The one row that they hold names a branch that is not there, so the figures are as without.
import { demoId } from './ids.mjs';

const ADMINISTRATOR = 'demo-administrator';
const WARD = 'DT-MP';
const FILE =
  'Mã chi bộ;Loại sinh hoạt;Ngày họp;Giờ bắt đầu;Giờ kết thúc;Trong danh sách;Có mặt;Vắng có lý do;Vắng không lý do;' +
  'Miễn sinh hoạt;Tạm thời nơi khác;Cơ số biểu quyết\r\n' +
  `${WARD}-99;Thường kỳ;2025-08-05;19:30;21:10;22;18;2;0;1;1;20\r\n`;

/** Sent again, each is there already and answers alike. */
export async function loadBulkJobs(expecting, meetings) {
  for (const name of ['read', 'part', 'finish', 'cancel']) {
    const id = demoId(`bulk-job:${WARD}:${name}`);
    const url = `${meetings}/v1/meetings/bulk/jobs`;
    const body = { id, unit: demoId(WARD), format: 'text/csv' };
    await expecting([201, 409], ADMINISTRATOR, 'POST', url, { body, key: `demo-bulk-job-${name}` });
    if (name === 'part') continue;
    await expecting([200, 409], ADMINISTRATOR, 'PUT', `${url}/${id}/parts/1`, { body: FILE, type: 'text/csv' });
  }
}
