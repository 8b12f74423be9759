import { Refusal } from '#contracts';
import type { ActContent, EnteredKind } from './member.js';
import type { ActDto } from './members.dto.js';

type Field = Exclude<keyof ActDto, 'kind' | 'reason' | 'decisionNumber'>;
type Shape = { needed: readonly Field[]; optional?: readonly Field[] };

const DATED: Shape = { needed: ['on'] };
/** Which fields an act of a kind has beside decision number and reason. */
const SHAPES: Readonly<Record<EnteredKind, Shape>> = {
  registered: { needed: ['on', 'unitId', 'standing'], optional: ['decisionDate', 'ceremonyDate', 'officialDate'] },
  admitted: { needed: ['unitId', 'decisionDate', 'ceremonyDate'] },
  recognised: DATED,
  'transfer-introduced': { needed: ['on', 'toUnitId'] },
  'transfer-accepted': DATED,
  'transfer-rejected': DATED,
  'temporary-started': { needed: ['on', 'unitId'] },
  'temporary-ended': DATED,
  exempted: DATED,
  'exemption-ended': DATED,
  suspended: DATED,
  'suspension-ended': DATED,
  deleted: DATED,
  left: DATED,
  died: DATED,
  expelled: DATED,
  restored: { needed: ['on'], optional: ['unitId'] },
};
const FIELDS: readonly Field[] = [
  'on',
  'unitId',
  'toUnitId',
  'standing',
  'decisionDate',
  'ceremonyDate',
  'officialDate',
];

/**
 * What a request says of an act, as the rules take it: each kind with its own fields. A unit that stands beside the act
 * in the request is given as `unitId`.
 *
 * @throws Refusal `act-field-needed`, `act-field-unexpected` (422) with every path
 */
export function toAct<K extends EnteredKind = EnteredKind>(
  dto: Omit<ActDto, 'kind'> & { kind: K },
  { prefix = '', unitId }: { prefix?: string; unitId?: string } = {},
): Extract<ActContent, { kind: K }> {
  const { needed, optional = [] } = SHAPES[dto.kind];
  const valueOf = (field: Field): string | null => (field === 'unitId' ? unitId : undefined) ?? dto[field] ?? null;
  const given = (field: Field): boolean => valueOf(field) !== null;
  const at = (path: string, code: string) => ({ path: `${prefix}${path}`, code });
  const missing = needed.filter((field) => !given(field));
  if (missing.length > 0)
    throw new Refusal(
      'unprocessable',
      'act-field-needed',
      {},
      missing.map((field) => at(field, 'is-defined')),
    );
  const foreign = FIELDS.filter((field) => given(field) && !needed.includes(field) && !optional.includes(field));
  if (foreign.length > 0)
    throw new Refusal(
      'unprocessable',
      'act-field-unexpected',
      {},
      foreign.map((field) => at(field, 'unknown-field')),
    );
  const own = [...needed, ...optional].map((field) => [field, valueOf(field)]);
  return {
    kind: dto.kind,
    ...Object.fromEntries(own),
    decisionNumber: dto.decisionNumber?.normalize('NFC').trim() || null,
    reason: dto.reason?.normalize('NFC').trim() || null,
  } as Extract<ActContent, { kind: K }>;
}
