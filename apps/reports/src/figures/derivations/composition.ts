import { dayOf } from '#calendar';
import { COMPOSITION_PARTS, type CompositionChangedV1 } from '#contracts';
import { COMPOSITION_KEYS } from '../composition-keys.js';
import type { Entry } from '../contribution.js';
import { stockOf } from './entries.js';

/** Each change of level holds from its date on for ever; a fall is a negative one. */
export const fromComposition = ({ unitId, changes }: CompositionChangedV1): Entry[] =>
  changes.flatMap(({ date, counts }) =>
    stockOf(
      unitId,
      dayOf(date),
      null,
      Object.fromEntries(COMPOSITION_PARTS.map((part) => [COMPOSITION_KEYS[part], counts[part] ?? 0])),
    ),
  );
