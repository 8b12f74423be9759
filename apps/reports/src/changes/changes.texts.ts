import { problemTexts } from '#http';

/** Refusals of `changes`. */
problemTexts({
  'instants-reversed': {
    status: 422,
    vi: 'Thời điểm đầu (from) phải không sau thời điểm cuối (to).',
    en: 'The first instant (from) must not be after the last (to).',
  },
  'changes-of-distinct': {
    status: 422,
    vi: 'Số người không trùng không cộng được, nên không thể nói từng dữ liệu làm nó thay đổi bao nhiêu; hãy hỏi chỉ tiêu khác.',
    en: 'People counted once do not add up, so no fact changes their number by an amount: ask for other measures.',
  },
  'changes-too-many': {
    status: 422,
    vi: 'Từ thời điểm đầu (from) đến nay có hơn {most} thay đổi: hãy hỏi từ thời điểm muộn hơn, hoặc một đơn vị cấp dưới.',
    en: 'More than {most} changes since the first instant (from): ask from a later one, or for a unit below.',
  },
});
