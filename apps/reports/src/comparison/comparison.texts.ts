import { problemTexts } from '#http';

/** Refusals of comparisons. */
problemTexts({
  'comparison-reversed': {
    status: 422,
    vi: 'Kỳ so sánh (against) phải bắt đầu trước kỳ được hỏi (period).',
    en: 'The period compared with (against) must begin before the one asked for (period).',
  },
});
