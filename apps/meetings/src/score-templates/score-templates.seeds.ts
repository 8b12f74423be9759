import { TENTHS, type NotApplicable, type ScoreHead, type ScoreItem, type TemplateVersion } from './score-template.js';

type Step = readonly [points: number, vi: string, en: string];
type More = { steps?: readonly Step[]; notApplicable?: NotApplicable };

const item = (code: string, max: number, vi: string, en: string, { steps, notApplicable }: More = {}): ScoreItem => ({
  code,
  labels: { vi, en },
  max: max * TENTHS,
  options:
    steps?.map(([points, viStep, enStep]) => ({ points: points * TENTHS, labels: { vi: viStep, en: enStep } })) ?? null,
  notApplicable: notApplicable ?? null,
});

/** A head whose most points are those of its items. */
const head = (code: string, vi: string, en: string, items: ScoreItem[]): ScoreHead => ({
  code,
  labels: { vi, en },
  max: items.reduce((sum, { max }) => sum + max, 0),
  items,
});

const TIME: Step[] = [5, 4, 3, 2, 1].map((points, at) =>
  at === 0 ? [points, 'Đủ thời gian', 'In full'] : [points, `Thiếu thời gian, bậc ${at}`, `Too short, step ${at}`],
);
const PRESENT: Step[] = [
  [4, 'Từ 90%', '90% or more'],
  [3, 'Từ 75% đến dưới 90%', '75 to 90%'],
  [2, 'Từ 65% đến dưới 75%', '65 to 75%'],
  [1, 'Dưới 65% hoặc có người vắng không lý do', 'Below 65%, or somebody absent without a reason'],
];
const SPEAKERS: Step[] = [5, 4, 3, 2].map((points, at) => [
  points,
  `Tỷ lệ phát biểu, bậc ${at + 1}`,
  `Share of speakers, step ${at + 1}`,
]);
const RESULT: Step[] = [
  [30, 'Từ 90% chỉ tiêu', '90% of targets or more'],
  [27, 'Từ 80% đến dưới 90%', '80 to 90%'],
  [24, 'Từ 70% đến dưới 80%', '70 to 80%'],
  [20, 'Từ 60% đến dưới 70%', '60 to 70%'],
  [15, 'Từ 50% đến dưới 60%', '50 to 60%'],
  [10, 'Dưới 50%', 'Below 50%'],
];
/** The source gives some items by their points alone. */
const numbered = (code: string, vi: string, en: string, points: readonly number[]): ScoreItem[] =>
  points.map((max, at) => item(`${code}.${at + 1}`, max, `${vi}, ý ${at + 1}`, `${en}, part ${at + 1}`));

/**
 * The ward sheet on HD 42 (DOMAIN.md 3.5), of the whole tree until a province has its own: what comes with the system can
 * be scored by at once. The source leaves open what an item is worth that does not apply; here the thematic part is taken
 * out and the rest stretched, so that 100 can be reached in every month. That a branch with a secretary alone has full
 * marks for the meeting of its committee is the source's own word.
 */
export const SEEDED_TEMPLATES: readonly TemplateVersion[] = [
  {
    code: 'hd42-example',
    version: 1,
    unitId: null,
    from: '2025-10-28',
    source: 'HD 42-HD/BTCTW, 28/10/2025; phiếu chấm của phường An Phú',
    sheet: {
      labels: { vi: 'Phiếu chấm sinh hoạt chi bộ thường kỳ', en: 'Score sheet for regular branch meetings' },
      kinds: ['regular'],
      heads: [
        head('time', 'Thời gian sinh hoạt', 'Time kept', [
          item('time.kept', 5, 'Bảo đảm thời gian', 'Time kept', { steps: TIME }),
        ]),
        head('attendance', 'Dự sinh hoạt', 'Attendance', [
          item('attendance.rate', 4, 'Tỷ lệ có mặt', 'Share present', { steps: PRESENT }),
          item('attendance.excused', 1, 'Không ai vắng có lý do quá 3 lần liền', 'Nobody excused over 3 times running'),
        ]),
        head('preparation', 'Chuẩn bị', 'Preparation', [
          item('preparation.content', 3, 'Nội dung', 'Content'),
          item('preparation.draft', 2, 'Dự thảo nghị quyết', 'Draft'),
          item('preparation.committee', 2, 'Họp chi ủy', 'Meeting of the branch committee', {
            notApplicable: 'full-marks',
          }),
          item('preparation.notice', 1, 'Thông báo', 'Notice'),
          item('preparation.upload', 2, 'Đăng tài liệu trước ít nhất 1 ngày', 'Papers at least 1 day before'),
        ]),
        head('conduct', 'Tiến hành', 'Conduct', [
          item('conduct.steps', 5, 'Trình tự', 'Steps'),
          item('conduct.regular', 10, 'Nội dung thường kỳ', 'Regular content'),
          item('conduct.thematic', 5, 'Nội dung chuyên đề', 'Thematic content', { notApplicable: 'rescale' }),
          item('conduct.praise', 2, 'Biểu dương, phê bình', 'Praise and blame'),
          item('conduct.speakers', 5, 'Tỷ lệ phát biểu', 'Share of speakers', { steps: SPEAKERS }),
          item('conduct.minutes', 1, 'Biên bản', 'Minutes'),
          item('conduct.ideology', 1, 'Thời gian công tác tư tưởng', 'Time for ideology'),
          item('conduct.digital', 1, 'Ứng dụng số', 'Digital tools'),
        ]),
        head('chairing', 'Điều hành', 'Chairing', numbered('chairing', 'Điều hành', 'Chairing', [2, 4, 3, 1])),
        head(
          'principles',
          'Nguyên tắc',
          'Principles',
          numbered('principles', 'Nguyên tắc', 'Principles', [1, 2, 1, 1]),
        ),
        head('result', 'Kết quả nghị quyết tháng trước', 'Result of the last resolution', [
          item('result.targets', 30, 'Chỉ tiêu hoàn thành', 'Targets met', { steps: RESULT }),
        ]),
        head('closing', 'Sau sinh hoạt', 'Closing', numbered('closing', 'Sau sinh hoạt', 'Closing', [2, 2, 1])),
      ],
      grades: { good: 900, fair: 700, average: 500 },
    },
  },
];
