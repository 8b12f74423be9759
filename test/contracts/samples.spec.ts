import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { EVENTS, EVENT_TYPES, envelopeSchema, isEventType } from '#contracts';

const folder = join(__dirname, '../../libs/contracts/samples');
const samples = readdirSync(folder).map((file) => ({
  // `<type>.json`, and `<type>+<what>.json` for what a later minor version added.
  type: file.replace(/(\+[\w-]+)?\.json$/, ''),
  event: JSON.parse(readFileSync(join(folder, file), 'utf8')) as { type: string; data: Record<string, unknown> },
}));

/** Every version ever published keeps its sample there for ever, and must still be read (DESIGN.md 5). */
describe('golden samples', () => {
  it('exist for every registered event type', () => {
    expect([...new Set(samples.map(({ type }) => type))].sort()).toEqual([...EVENT_TYPES].sort());
  });

  it.each(samples)('$type is read, and written back without loss', ({ type, event }) => {
    if (!isEventType(type)) throw new Error(`${type} is not registered`);
    expect(event.type).toBe(type);
    expect(envelopeSchema.parse(event)).toEqual(event);
    expect(EVENTS[type].schema.parse(event.data)).toEqual(event.data);
  });

  it.each(samples)(
    '$type with an additional optional field from a newer minor version is still read',
    ({ type, event }) => {
      if (!isEventType(type)) throw new Error(`${type} is not registered`);
      expect(EVENTS[type].schema.safeParse({ ...event.data, fromTheFuture: 1 }).success).toBe(true);
    },
  );

  it.each(samples)('$type refuses to lose any of the fields it has always had', ({ type, event }) => {
    if (!isEventType(type)) throw new Error(`${type} is not registered`);
    const { shape } = EVENTS[type].schema as z.ZodObject;
    for (const field of Object.keys(event.data)) {
      if (shape[field]?.safeParse(undefined).success) continue;
      const { [field]: _lost, ...rest } = event.data;
      expect({ field, ok: EVENTS[type].schema.safeParse(rest).success }).toEqual({ field, ok: false });
    }
  });
});
