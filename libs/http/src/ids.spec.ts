import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { IsId } from './ids.js';

class Sample {
  @IsId()
  id!: unknown;
}
const read = (id: unknown) => plainToInstance(Sample, { id });

it('reads a UUID of either case as one id, and nothing else as an id', () => {
  expect(read('20628915-0922-5E62-A448-E7856B5EFA26').id).toBe('20628915-0922-5e62-a448-e7856b5efa26');
  for (const wrong of ['20628915', 7, null, ['20628915-0922-5e62-a448-e7856b5efa26']])
    expect(validateSync(read(wrong))).toHaveLength(1);
  expect(validateSync(read('20628915-0922-5e62-a448-e7856b5efa26'))).toEqual([]);
});
