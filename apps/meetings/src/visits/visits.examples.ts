/** Requests that run against the demo data as they stand (deploy/local/demo/scores.mjs). */
export const VISIT_IDS = {
  read: 'aa43e824-1ada-5f08-a5c9-163f4758fb68',
  record: '57bdf39d-facc-5bb4-9e5d-9896a7cf8033',
  correct: '3e142f5a-7b81-5470-a869-4aedee3b6c01',
};
export const PLAN_IDS = {
  read: '139b9556-4430-5f46-98b1-ca71987192d1',
  correct: '1154340b-04de-5d3f-a534-32bc061f7cef',
  void: '7b88e6cd-9275-552c-9ac0-f86cc92b34a6',
};

const COMMITTEE = 'cd8ffed4-baed-5dbc-8479-451925aba8ec'; // DT-TTB

export const VISIT_BODIES = {
  record: {
    one: {
      summary: 'A member of the committee above attended',
      value: { visits: [{ visitorId: '184d746c-dcc4-52a5-8d0b-3ca4caa4c276', capacity: 'committee-member' }] },
    },
    forPlan: {
      summary: 'Who a plan sends attended',
      value: { visits: [{ planId: PLAN_IDS.read, capacity: 'secretary' }] },
    },
  },
  correct: {
    more: {
      summary: 'Two attended',
      value: {
        visits: [
          { visitorId: '60d1b7a2-76d8-504b-9e83-e3b9b05335dc', capacity: 'secretary' },
          { visitorId: '184d746c-dcc4-52a5-8d0b-3ca4caa4c276', capacity: 'civil-servant' },
        ],
        reason: 'Ghi thiếu một đồng chí',
      },
    },
  },
};

export const PLAN_BODIES = {
  make: {
    monthly: {
      summary: 'Every month of a year',
      value: {
        unitId: 'c9dd7cdb-55c1-5d3e-b9c6-aa603ed668cb', // DT-TTB-02
        committeeId: COMMITTEE,
        visitorId: 'cf82c948-ca98-5567-bf8e-e7adc4cf7c65',
        from: '2026-01',
        to: '2026-12',
        everyMonths: 1,
      },
    },
  },
  correct: {
    quarterly: {
      summary: 'Every third month',
      value: {
        unitId: 'ca988362-1ea9-593f-982a-09f052047706', // DT-TTB-03
        committeeId: COMMITTEE,
        visitorId: '8915ec4e-e294-5415-8d94-47d95de1c117',
        from: '2026-01',
        to: '2026-12',
        everyMonths: 3,
        reason: 'Mỗi quý một lần',
      },
    },
  },
  void: { voided: { summary: 'Entered twice', value: { reason: 'Nhập trùng' } } },
};
