import { FACT_PREFIXES } from '#contracts';
import { factKind, type FactKind } from '#digests';
import { COMPOSITIONS, type CompositionDocument } from '../composition/composition.store.js';
import { MEMBERS, type MemberDocument } from '../members/member.js';
import { toMemberEvent } from '../members/member-writer.js';

type OnRolls = Pick<MemberDocument, '_id' | 'version' | 'voided' | 'record'>;

/** What the registry holds that figures are made of, for a reconciliation. Of persons no more is read than is told. */
export const FACT_KINDS: readonly FactKind[] = [
  factKind<'registry.member-changed.v1', OnRolls>({
    type: 'registry.member-changed.v1',
    prefix: FACT_PREFIXES.member,
    collection: MEMBERS,
    projection: { version: 1, voided: 1, record: 1 },
    toEvent: toMemberEvent,
    // On which roll a member last was; a roll is of every month.
    home: ({ record }) => ({ unitId: record.stretches.at(-1)?.unitId ?? null, month: null }),
    unit: 'record.stretches.unitId',
  }),
  factKind<'registry.composition-changed.v1', CompositionDocument>({
    type: 'registry.composition-changed.v1',
    prefix: FACT_PREFIXES.composition,
    collection: COMPOSITIONS,
    toEvent: ({ _id: unitId, version, changes }) => ({ unitId, version, changes }),
    home: ({ _id: unitId }) => ({ unitId, month: null }),
    unit: '_id',
  }),
];
