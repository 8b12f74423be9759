import { problemTexts } from '#http';

/** Texts of the refusals of visits and of plans of them. */
problemTexts({
  'no-such-visits': {
    status: 404,
    vi: 'Chưa ghi ai là cấp trên dự cuộc họp này.',
    en: 'Nothing was stated of superiors at this meeting.',
  },
  'visits-exist': {
    status: 409,
    vi: 'Đã ghi cấp trên dự cuộc họp này: hãy sửa bản đã ghi.',
    en: 'Superiors at this meeting were stated already: correct them.',
  },
  'visitor-twice': { status: 422, vi: 'Một người được ghi hai lần.', en: 'A person is named twice.' },
  'visitor-or-plan': {
    status: 422,
    vi: 'Nêu người dự hoặc kế hoạch, không nêu cả hai.',
    en: 'Name either the visitor or a plan.',
  },
  'plan-of-another-unit': {
    status: 422,
    vi: 'Kế hoạch này là của chi bộ khác.',
    en: 'This plan is of another branch.',
  },
  'no-such-plan': { status: 404, vi: 'Không có kế hoạch dự sinh hoạt này.', en: 'There is no such plan of visits.' },
  'plan-exists': {
    status: 409,
    vi: 'Đã có kế hoạch với mã định danh này.',
    en: 'A plan with this id exists already.',
  },
  'plan-overlaps': {
    status: 409,
    vi: 'Người này đã có kế hoạch dự chi bộ đó trong thời gian này.',
    en: 'The visitor has another plan for that branch in these months.',
  },
  'plan-voided': { status: 409, vi: 'Kế hoạch này đã bị hủy.', en: 'This plan was voided.' },
  'plan-too-long': {
    status: 422,
    vi: 'Kế hoạch dài tối đa {months} tháng.',
    en: 'A plan has at most {months} months.',
  },
  'visited-not-below': {
    status: 422,
    vi: 'Chi bộ không thuộc cấp ủy này.',
    en: 'The branch does not lie below the committee.',
  },
});
