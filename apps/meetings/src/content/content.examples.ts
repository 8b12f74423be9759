/** Requests that run against the demo data as they stand. Each changing one has a meeting of its own, of DT-MP-06. */
export const CONTENT_IDS = {
  content: 'cc89a308-774b-5b31-9c69-e42c3b63f26b', // closed
  write: '69875b45-60bf-59c5-96b0-4cac9b431168', // closed, with an agenda
  read: '315408f2-278f-5f20-8b19-0d7009fed817', // closed, with an agenda and minutes
};

const RESULTS = '7e49c06f-d966-5540-b850-6dde94d16d56';
const OPINIONS = '45695311-7aac-5bb2-a621-9e46f5e7fab5';
/** On the roll of DT-MP-06. */
const SPEAKER = '7023ea8f-ab0b-5967-84f1-56a0adc2e759';
const ABSENTEE = '1808d91a-24c9-531c-a7b1-657f12ff5f01';

export const CONTENT_BODIES = {
  content: {
    stated: {
      summary: 'A regular session with a vote on its resolution',
      value: {
        preparation: {
          noticeSentAt: '2026-02-05T08:00:00+07:00',
          noticeToSuperior: true,
          documentsAt: '2026-02-08T08:00:00+07:00',
          committeeMetOn: '2026-02-06',
          draftReady: true,
          guests: 1,
        },
        agenda: [{ id: RESULTS, kind: 'last-resolution' }, { id: OPINIONS, kind: 'opinions' }, { kind: 'adoption' }],
        votes: [
          {
            itemId: RESULTS,
            subject: 'resolution',
            method: 'hand',
            for: 16,
            against: 0,
            abstained: 1,
            threshold: 'half',
            base: 20,
          },
        ],
      },
    },
  },
  minutes: {
    written: {
      summary: 'Minutes of two items',
      value: {
        classification: 'none',
        place: 'Nhà văn hóa khu phố 6',
        guests: ['Đồng chí phụ trách chi bộ'],
        absentees: [{ memberId: ABSENTEE, reason: 'Đi công tác' }],
        items: [
          {
            itemId: RESULTS,
            title: 'Kết quả thực hiện nghị quyết tháng 01',
            content: 'Bí thư báo cáo kết quả từng chỉ tiêu.',
            conclusion: 'Chi bộ thống nhất đạt 9/10 chỉ tiêu.',
          },
          {
            itemId: OPINIONS,
            title: 'Ý kiến đảng viên',
            speakers: [{ memberId: SPEAKER, opinion: 'Đề nghị bổ sung chỉ tiêu về chuyển đổi số.' }],
          },
        ],
        conclusion: 'Chi bộ thông qua nghị quyết tháng 02.',
      },
    },
  },
};
