import { FACT_PREFIXES } from '#contracts';
import { factKind, type FactKind } from '#digests';
import { toEvent } from '../cases/case-answer.js';
import { CASES, type CaseDocument } from '../cases/case.schema.js';

/** What this service holds that figures are made of, for a reconciliation. */
export const FACT_KINDS: readonly FactKind[] = [
  factKind<'inspection.case-changed.v1', CaseDocument>({
    type: 'inspection.case-changed.v1',
    prefix: FACT_PREFIXES.case,
    collection: CASES,
    toEvent: (document) => (document.change ? toEvent(document, document.change) : null),
    home: ({ unitId, openedOn }) => ({ unitId, month: openedOn.slice(0, 7) }),
    unit: 'unitId',
    date: 'openedOn',
  }),
];
