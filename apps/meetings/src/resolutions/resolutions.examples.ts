/** Requests that run against the demo data as they stand. Each changing one has a resolution of its own, of HP-VN-06. */
export const EXAMPLE_IDS = {
  unit: '50492f7d-525e-5caa-9704-82807e4a0616', // HP-VN-06
  read: 'f416e7d8-b383-5d07-bdc1-0f07dffb6f7c',
  correct: 'c856291b-a815-5aec-8e06-172060fce800',
  progress: 'c966da52-6a2b-54d4-a476-5f791ff942c9',
  progressTask: 'ebed3d6a-cee6-5c76-8f3d-14de9119d728',
  complete: '4a241f95-24c2-5ac3-a565-f1821564f830',
  completeTask: '7b7e4115-0703-553a-88b9-50a93265a46e',
  drop: 'cb7988a7-4290-59b1-8c96-209b83da2352',
  dropTask: 'b4dbb77e-c163-517b-bc2d-39deb2ead2dc',
  reopen: 'd6fece24-7cab-53b2-8926-c597a7f622f3', // its task is done
  reopenTask: '0146f4ee-a06c-5be4-a03b-09d0a3d1e1d6',
  void: '9a64e19d-dc78-5cc6-b704-7a5576ccd71e',
};

const resolution = {
  unitId: EXAMPLE_IDS.unit,
  meetingId: 'f2134965-f21e-5ae4-8a5e-3c81f0109ffc',
  adoptedOn: '2020-11-03',
  type: 'NQ',
  title: 'Nghị quyết tháng 11',
  text: 'Chi bộ thống nhất nhiệm vụ tháng 12.',
  tasks: [
    {
      assignee: { kind: 'unit', id: EXAMPLE_IDS.unit },
      deadline: '2020-11-30',
      text: 'Vận động các hộ ở tổ 3 phân loại rác tại nguồn.',
      target: '90% số hộ',
    },
  ],
};

export const EXAMPLE_BODIES = {
  adopt: {
    adopted: {
      summary: 'Adopted at a meeting, with one task',
      value: { ...resolution, documentNumber: '20-NQ/CB', term: '2020-2025' },
    },
    committee: {
      summary: 'A conclusion of a committee',
      value: {
        unitId: '20628915-0922-5e62-a448-e7856b5efa26', // HP-VN
        adoptedOn: '2020-11-06',
        type: 'KL',
        title: 'Kết luận về vệ sinh môi trường',
        tasks: [],
      },
    },
  },
  correct: {
    corrected: {
      summary: 'Another number, and one more task',
      value: {
        ...resolution,
        documentNumber: '21-NQ/CB',
        term: '2020-2025',
        tasks: [
          { id: 'dbd0b1d5-1158-5f03-abde-537a9405eecf', ...resolution.tasks[0], deadline: '2020-12-15' },
          ...resolution.tasks,
        ],
        reason: 'Ghi nhầm số',
      },
    },
  },
  progress: {
    reported: {
      summary: 'A part is done',
      value: { on: '2020-11-15', progress: 60, evidence: 'Đã vận động 60% số hộ.' },
    },
  },
  complete: {
    done: { summary: 'Done in time', value: { on: '2020-11-28', evidence: 'Biên bản nghiệm thu của tổ dân phố.' } },
  },
  drop: {
    dropped: {
      summary: 'Another task took its place',
      value: { on: '2020-11-20', dropReason: 'replaced', reason: 'Phường triển khai chung' },
    },
  },
  reopen: {
    reopened: { summary: 'It was not done after all', value: { progress: 50, reason: 'Nghiệm thu chưa đạt' } },
  },
  void: { voided: { summary: 'Entered twice', value: { reason: 'Nhập trùng' } } },
};
