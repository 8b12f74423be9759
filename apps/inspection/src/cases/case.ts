import type { CaseForm, CaseKind, CaseObject, CaseState, FindingContent, Severity } from '#contracts';
import type { Followed } from '#tree';

/** What a committee says of a case when it opens it. */
export interface CaseDetails {
  /** The organisation inspected, or the branch of the member inspected. */
  unitId: string;
  /** The unit whose committee carries it out. */
  committeeId: string;
  kind: CaseKind;
  form: CaseForm;
  object: CaseObject;
  /** Opaque id of the member inspected; null for an organisation. Never in an event. */
  memberId: string | null;
  /** Local date. */
  openedOn: string;
}

export interface Finding {
  findingId: string;
  date: string;
  severity: Severity;
  content: FindingContent;
  /** Free text: read with a right of its own. */
  summary: string;
  /** The day it was taken back; the reason is that of the version. */
  withdrawnOn: string | null;
}

export interface Obligation {
  obligationId: string;
  /** The last day in time. */
  due: string;
  responsibleUnitId: string;
  fulfilledOn: string | null;
  /** Free texts: read with a right of its own. */
  text: string;
  evidence: string | null;
}

/** Who has what is still to be done in a case: the committee, and the units that have to fulfil its obligations. */
export type CaseLying = { committeeId: string; responsible: { obligationId: string; unitId: string }[] };

/** The whole state of a case, without its version. */
export interface Case extends CaseDetails {
  state: CaseState;
  concludedOn: string | null;
  closedOn: string | null;
  annulledOn: string | null;
  findings: Finding[];
  /** Free text: read with a right of its own. */
  conclusion: string | null;
  obligations: Obligation[];
  /** Which act moved what is still to be done. */
  followed?: Followed<CaseLying>;
}
