/** Requests that run against the demo data. */
export const RECONCILIATION_EXAMPLES = {
  /** Of the ward Mỹ Phong (DT-MP), asked for when the demo was loaded. */
  run: '131e9d81-9bee-52d8-b895-40d3bb4d424a',
  /** Of no difference: the demo has none. */
  difference: '3f0d7b1c-2a52-4f0e-8a0b-6f6f0d6b1a11',
  request: {
    all: { summary: 'Everything', value: {} },
    ward: {
      summary: 'A ward and all below it, one year',
      value: { unitId: 'a67adc85-0d62-5601-9456-7da0140721ac', fromMonth: '2026-01', toMonth: '2026-12' },
    },
  },
};
