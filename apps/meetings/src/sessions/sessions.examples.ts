/** Requests that run against the demo data as they stand. Each changing one has a session of its own, of the ward Vĩnh Niệm. */
export const EXAMPLE_IDS = {
  read: 'e3744003-9b5c-5ae6-b6b7-50332cc09648', // with minutes
  correct: 'b087ced9-9b7a-535e-8734-14b800d42b51',
  draft: 'b040797f-758e-5665-a99e-732a3b2d0695',
  opine: '96fe48d0-cd72-537d-8f32-04beabde3989',
  hold: '39dd4d97-357e-5338-9984-f4e399ab0d43',
  minute: '6befe7cf-3166-5570-b476-58655accb71d', // held
  void: '8e6bfe57-610f-5f4f-b2cc-a5159b1a5c5a',
};
export const EXAMPLE_UNIT = '20628915-0922-5e62-a448-e7856b5efa26'; // HP-VN

const times = { startsAt: '2020-11-25T08:00:00+07:00', endsAt: '2020-11-25T11:00:00+07:00' };
const item = {
  field: 'economy',
  title: 'Nhiệm vụ phát triển kinh tế quý IV',
  draft: 'Phấn đấu thu ngân sách đạt 95% kế hoạch năm.',
};

export const EXAMPLE_BODIES = {
  prepare: {
    prepared: {
      summary: 'With one item',
      value: {
        unitId: EXAMPLE_UNIT,
        body: 'committee',
        term: '2020-2025',
        ...times,
        items: [{ id: '6f2a5c1e-8d3b-4f60-9a7e-1c2d3e4f5a61', ...item }],
      },
    },
  },
  correct: {
    corrected: {
      summary: 'Another day',
      value: {
        ...times,
        items: [{ id: '850f8433-b2bf-5045-970a-4d225bf472f1', ...item }],
        reason: 'Ghi nhầm ngày họp',
      },
    },
  },
  draft: {
    drafted: {
      summary: 'A second draft',
      value: { itemId: '2be2e79b-c466-5457-8536-e01e3ee5b8ba', text: 'Phấn đấu thu ngân sách đạt 98% kế hoạch năm.' },
    },
  },
  opine: {
    agreed: {
      summary: 'It may go before the committee',
      value: {
        itemId: 'be276810-e196-52c5-899a-072e207f0472',
        on: '2020-11-20',
        text: 'Đồng ý trình ban chấp hành.',
      },
    },
  },
  hold: {
    held: {
      summary: 'One vote and one question',
      value: {
        members: 15,
        present: 14,
        votes: [{ itemId: '28d53d13-988c-588c-b302-925a83607a53', for: 13, against: 0, abstained: 1 }],
        questions: [
          {
            id: '0b7d9c52-41aa-4d7e-8a52-9f1c6d2e7b30',
            askedBy: '5f0e7c1a-3f63-4f0a-9a53-6a1f2b8c9d10',
            askedOf: '5f0e7c1a-3f63-4f0a-9a53-6a1f2b8c9d11',
            text: 'Vì sao tuyến đường liên tổ chậm tiến độ?',
            answer: 'Chờ bàn giao mặt bằng, xong trước 15/12.',
          },
        ],
      },
    },
  },
  minute: {
    written: {
      summary: 'The minutes',
      value: { minutes: 'Hội nghị thống nhất các nội dung; biên bản thông qua lúc 11 giờ.' },
    },
  },
  void: { voided: { summary: 'Entered twice', value: { reason: 'Nhập trùng' } } },
};
