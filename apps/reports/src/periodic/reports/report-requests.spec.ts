import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { CreateReportDto } from './report-requests.dto.js';

const REPORT = { unitId: 'a67adc85-0d62-5601-9456-7da0140721ac', type: 'weekly-integrity', period: '2025-W45' };

describe('what a report is asked to hold', () => {
  it('may be left out', () => expect(validateSync(plainToInstance(CreateReportDto, REPORT))).toEqual([]));

  it.each(['nil', 'values', 'sections', 'submit'])('has %s or none, and never null', (field) => {
    const faults = validateSync(plainToInstance(CreateReportDto, { ...REPORT, [field]: null }));
    expect(faults.map(({ property }) => property)).toEqual([field]);
  });
});
