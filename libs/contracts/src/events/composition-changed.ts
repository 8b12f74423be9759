import { z } from 'zod';
import { localDate, uuid, version } from '../formats.js';

/**
 * What the people of a roll are like, each group a partition: its parts add up to the head-count. Groups overlap (a
 * woman of a minority is in two), so parts of different groups are never added (DOMAIN.md 5.3). Age is the calendar
 * year less the year of birth, so a part changes on 1 January only and no birthday can be read from it.
 */
export const COMPOSITION_GROUPS = {
  sex: ['women', 'men'],
  ethnicity: ['minority', 'majority'],
  religion: ['religious', 'notReligious'],
  age: ['ageTo30', 'age31To40', 'age41To50', 'age51To60', 'ageOver60'],
} as const;
export type CompositionGroup = keyof typeof COMPOSITION_GROUPS;
export type CompositionPart = (typeof COMPOSITION_GROUPS)[CompositionGroup][number];
export const COMPOSITION_PARTS = Object.values(COMPOSITION_GROUPS).flat();

/**
 * `registry.composition-changed.v1`: how many on a branch's roll are what, as changes of level by date (ahead too: age
 * is known). Of no single person anything leaves the registry; the topic is for the reports service alone.
 */
export const compositionChangedV1 = z.object({
  unitId: uuid,
  version,
  /** By date, each date once; a level is the sum of all changes up to its day. */
  changes: z.array(z.object({ date: localDate, counts: z.partialRecord(z.enum(COMPOSITION_PARTS), z.int()) })),
});
export type CompositionChangedV1 = z.infer<typeof compositionChangedV1>;
