import { z } from 'zod';
import { localDate, uuid, version } from '../formats.js';

/** Kiểm tra, giám sát (DOMAIN.md 4.2). */
export const CASE_KINDS = ['inspection', 'supervision'] as const;
export type CaseKind = (typeof CASE_KINDS)[number];

/** Thường xuyên, định kỳ, khi có dấu hiệu vi phạm, chuyên đề (DOMAIN.md 4.2). */
export const CASE_FORMS = ['regular', 'periodic', 'signs-of-violation', 'thematic'] as const;
export type CaseForm = (typeof CASE_FORMS)[number];

/** Tổ chức đảng, đảng viên. */
export const CASE_OBJECTS = ['organisation', 'member'] as const;
export type CaseObject = (typeof CASE_OBJECTS)[number];

/** Ít nghiêm trọng, nghiêm trọng, rất nghiêm trọng, đặc biệt nghiêm trọng (QĐ 69-QĐ/TW), in rising order. */
export const SEVERITIES = ['less-serious', 'serious', 'very-serious', 'exceptionally-serious'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What a finding is about: the contents of QĐ 885's forms (DOMAIN.md 4.5). */
export const FINDING_CONTENTS = [
  'democratic-centralism',
  'morals-and-lifestyle',
  'unity',
  'forbidden-acts',
  'population-policy',
  'corruption-and-waste',
  'irresponsibility',
  'land-and-resources',
  'finance-and-construction',
  'asset-declaration',
  'other',
] as const;
export type FindingContent = (typeof FINDING_CONTENTS)[number];

export const CASE_STATES = ['opened', 'concluded', 'closed', 'annulled', 'voided'] as const;
export type CaseState = (typeof CASE_STATES)[number];

/** What a version of a case did: the types that subscribers choose from. */
export const CASE_CHANGES = [
  'opened',
  'finding-recorded',
  'finding-withdrawn',
  'concluded',
  'obligation-fulfilled',
  'closed',
  'annulled',
  'corrected',
  'voided',
] as const;
export type CaseChange = (typeof CASE_CHANGES)[number];

/**
 * `inspection.case-changed.v1`: a case's whole state after one version, and what the version did. Codes and dates only:
 * no person, not even by id, and no text of a finding or a conclusion (they are read over REST, by who may).
 */
export const caseChangedV1 = z.object({
  caseId: uuid,
  version,
  /** The organisation inspected, or the branch of the member inspected: where the case counts. */
  unitId: uuid,
  /** The unit whose committee carries it out. */
  committeeId: uuid,
  kind: z.enum(CASE_KINDS),
  form: z.enum(CASE_FORMS),
  object: z.enum(CASE_OBJECTS),
  state: z.enum(CASE_STATES),
  openedOn: localDate,
  concludedOn: localDate.nullable(),
  closedOn: localDate.nullable(),
  annulledOn: localDate.nullable(),
  /** Those that stand: a withdrawn one is not among them. */
  findings: z.array(
    z.object({ findingId: uuid, date: localDate, severity: z.enum(SEVERITIES), content: z.enum(FINDING_CONTENTS) }),
  ),
  /** Set by the conclusion. `due` is the last day in time. */
  obligations: z.array(z.object({ obligationId: uuid, due: localDate, fulfilledOn: localDate.nullable() })),
  /** `severity`: of the finding recorded or withdrawn; else the worst that stands; null without any. */
  change: z.object({ what: z.enum(CASE_CHANGES), on: localDate, severity: z.enum(SEVERITIES).nullable() }),
});
export type CaseChangedV1 = z.infer<typeof caseChangedV1>;
