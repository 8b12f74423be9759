import { z } from 'zod';
import { fieldsOf, type Schema } from './event-fields.rules.js';

describe('the fields of an event', () => {
  it('are told in order, with what is inside them', () => {
    const schema = z.object({
      id: z.uuid(),
      version: z.int().min(1),
      share: z.int().min(0).max(100),
      most: z.int().max(7),
      state: z.enum(['open', 'closed']),
      only: z.literal('1.0'),
      due: z.iso.date().nullable(),
      base: z.object({ members: z.int() }).nullable(),
      votes: z.array(z.object({ for: z.int().min(0) })).optional(),
      who: z.array(z.uuid()),
      counts: z.record(z.enum(['women', 'men']), z.int().min(0)),
      data: z.unknown(),
    });
    const told = fieldsOf(z.toJSONSchema(schema, { io: 'input' }) as Schema);
    expect(told.map(({ path, type, optional }) => `${path}: ${type}${optional ? ', optional' : ''}`)).toEqual([
      'id: uuid',
      'version: integer ≥ 1',
      'share: integer 0 … 100',
      'most: integer ≤ 7',
      'state: open | closed',
      'only: "1.0"',
      'due: date or null',
      'base: object or null',
      'base.members: integer',
      'votes: list of objects, optional',
      'votes[].for: integer ≥ 0',
      'who: list of uuid',
      'counts: integer ≥ 0 by women | men',
      'data: any',
    ]);
  });
});
