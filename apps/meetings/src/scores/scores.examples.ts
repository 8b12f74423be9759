/** Requests that run against the demo data as they stand; each changing one has a meeting of its own (demo/scores.mjs). */
export const SCORE_IDS = {
  read: 'aa43e824-1ada-5f08-a5c9-163f4758fb68',
  open: 'a7a362b2-af37-5a68-8bd2-0de99ff57f50',
  self: '68b97d9b-154c-5aad-a634-418c29e214e8',
  superior: '8041e5e5-4460-5730-88ba-ea05a5cf531b',
  void: 'cdffdf53-e2ea-5d9f-adbb-28e21cf81571',
  unit: 'cd8ffed4-baed-5dbc-8479-451925aba8ec', // DT-TTB
};

const POINTS: Record<string, number | null> = {
  'time.kept': 4,
  'attendance.rate': 4,
  'attendance.excused': 1,
  'preparation.content': 3,
  'preparation.draft': 2,
  'preparation.committee': null,
  'preparation.notice': 1,
  'preparation.upload': 1.5,
  'conduct.steps': 5,
  'conduct.regular': 9,
  'conduct.thematic': null,
  'conduct.praise': 2,
  'conduct.speakers': 4,
  'conduct.minutes': 1,
  'conduct.ideology': 1,
  'conduct.digital': 1,
  'chairing.1': 2,
  'chairing.2': 4,
  'chairing.3': 3,
  'chairing.4': 1,
  'principles.1': 1,
  'principles.2': 2,
  'principles.3': 1,
  'principles.4': 1,
  'result.targets': 27,
  'closing.1': 2,
  'closing.2': 2,
  'closing.3': 1,
};
/** A month without a thematic part, in a branch without a committee. */
const items = Object.entries(POINTS).map(([item, points]) => ({ item, points }));
const losses = [{ item: 'time.kept', text: 'Họp thiếu 5 phút.' }];

export const SCORE_BODIES = {
  open: { self: { summary: 'The branch scores itself', value: { by: 'self', items, losses } } },
  self: { again: { summary: 'Scored again', value: { items, losses, reason: 'Chấm lại theo hồ sơ' } } },
  superior: { again: { summary: 'The committee above scores again', value: { items, reason: 'Chấm lại theo hồ sơ' } } },
  void: { voided: { summary: 'Scored by mistake', value: { reason: 'Chấm nhầm cuộc họp' } } },
};
