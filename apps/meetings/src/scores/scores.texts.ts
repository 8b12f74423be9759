import { problemTexts } from '#http';

/** Texts of the refusals of scores. */
problemTexts({
  'no-such-score': { status: 404, vi: 'Cuộc họp này chưa được chấm điểm.', en: 'This meeting was not scored.' },
  'score-exists': {
    status: 409,
    vi: 'Cuộc họp này đã có phiếu chấm: hãy chấm tiếp trên phiếu đó.',
    en: 'This meeting has a score already: score on with it.',
  },
  'score-voided': { status: 409, vi: 'Phiếu chấm này đã bị hủy.', en: 'This score was voided.' },
  'own-score': {
    status: 403,
    vi: 'Người đã tự chấm không được chấm thay cấp trên, và ngược lại.',
    en: 'Whoever scored on one side does not score on the other.',
  },
  'score-invalid': {
    status: 422,
    vi: 'Phiếu chấm chưa hợp lệ; xem danh sách `errors`.',
    en: 'The score has faults; see `errors`.',
  },
  'nothing-scored': {
    status: 422,
    vi: 'Không có tiêu chí nào được chấm.',
    en: 'No item of the sheet applies, so there is nothing to score.',
  },
  'item-not-on-sheet': { vi: 'Mẫu chấm điểm không có tiêu chí này.', en: 'The sheet has no such item.' },
  'item-twice': { vi: 'Tiêu chí này đã có ở trên.', en: 'This item is given twice.' },
  'item-missing': { vi: 'Phải chấm mọi tiêu chí của mẫu.', en: 'Every item of the sheet must be given.' },
  'item-applies': { vi: 'Tiêu chí này luôn áp dụng.', en: 'This item always applies.' },
  'points-above-most': { vi: 'Vượt điểm tối đa của tiêu chí.', en: 'More than the most points of the item.' },
  'points-not-an-option': { vi: 'Không phải một mức điểm của tiêu chí.', en: 'Not one of the options of the item.' },
});
