import type { MemberChangedV1, Standing } from '#contracts';

export const SEXES = ['female', 'male'] as const;

/** Personal data of a member (lý lịch đảng viên, DOMAIN.md 2.1). Never leaves the registry. Texts are NFC. */
export type Person = {
  name: string;
  otherName: string | null;
  sex: (typeof SEXES)[number];
  birthDate: string;
  /** Dân tộc, as the file says it: "Kinh" is the majority. */
  ethnicity: string;
  /** Tôn giáo: "không" when none. */
  religion: string;
  /** Số định danh cá nhân: 12 digits, as text. */
  personalId: string | null;
  /** Số thẻ đảng viên (HD 38-HD/BTCTW): 12 digits, as text. */
  cardNumber: string | null;
  oldCardNumber: string | null;
  nativePlace: string | null;
  residence: string | null;
  occupation: string | null;
  phone: string | null;
};

/** What every act has; in a request without `id`, `voided`, `by` and `at`. */
type Stated = { decisionNumber: string | null; reason: string | null };
type Dated = { on: string };

/** What an act says, by its kind (DOMAIN.md 2.2). */
export type ActContent = Stated &
  (
    | ({
        /** Taken up on the roll as the member he already is; always the first act. */
        kind: 'registered';
        unitId: string;
        standing: Standing;
        decisionDate: string | null;
        ceremonyDate: string | null;
        officialDate: string | null;
      } & Dated)
    /** On the roll, and on probation, from the ceremony. */
    | { kind: 'admitted'; unitId: string; decisionDate: string; ceremonyDate: string }
    | ({ kind: 'recognised' } & Dated)
    | ({ kind: 'transfer-introduced'; toUnitId: string } & Dated)
    | ({ kind: 'transfer-accepted' } & Dated)
    | ({ kind: 'transfer-rejected' } & Dated)
    | ({ kind: 'temporary-started'; unitId: string } & Dated)
    | ({ kind: 'temporary-ended' } & Dated)
    | ({ kind: 'exempted' } & Dated)
    | ({ kind: 'exemption-ended' } & Dated)
    | ({ kind: 'suspended' } & Dated)
    | ({ kind: 'suspension-ended' } & Dated)
    | ({ kind: 'deleted' } & Dated)
    | ({ kind: 'left' } & Dated)
    | ({ kind: 'died' } & Dated)
    | ({ kind: 'expelled' } & Dated)
    /** At the unit he was last at, unless another is named. */
    | ({ kind: 'restored'; unitId: string | null } & Dated)
    /** To another roll with his unit, by an act of reorganisation (`byAct`); nobody enters it by hand. */
    | ({ kind: 'moved-with-unit'; fromUnitId: string; toUnitId: string; byAct: string } & Dated)
  );
export type ActKind = ActContent['kind'];
/** Kinds that are entered by hand. */
export type EnteredKind = Exclude<ActKind, 'moved-with-unit'>;

/** An act as kept: who entered or last corrected it, and when. A voided one stays and counts no more. */
export type MemberAct = ActContent & { id: string; voided: boolean; by: string; at: Date };

/** Where a member was on the roll through time: the event's content. */
export type MemberRecord = Omit<MemberChangedV1, 'memberId' | 'version' | 'voided'>;

/** What is against a rule and accepted, since practice is (DOMAIN.md 3.1): of the latest admission. */
export type MemberMarks = {
  /** The ceremony came more than 30 working days after the decision. */
  ceremonyLate: boolean;
  /** Recognised before the 12 months of probation were over. */
  recognitionEarly: boolean;
  /** Recognised more than 30 working days after the 12 months. */
  recognitionLate: boolean;
  /** More than 60 years old at admission: decided by a committee directly under the Centre. */
  overAge: boolean;
};

/** A transfer that is under way: where to. Only who keeps that roll accepts or rejects it. */
export type Transit = { toUnitId: string; since: string; lastDay: string };

/** What the acts amount to. */
export type Folded = {
  record: MemberRecord;
  marks: MemberMarks;
  /** Party age (tuổi đảng) counts from the decision of admission, once official; else null. */
  partyAgeFrom: string | null;
  transit: Transit | null;
};

/** A member as stored: the newest version. `voided`: entered by mistake, with an empty record. */
export type MemberDocument = Folded & {
  _id: string;
  version: number;
  person: Person;
  acts: MemberAct[];
  voided: boolean;
  /** Folded name from each of its words on: what search looks for. The first is the whole name. */
  nameKeys: string[];
  recordedAt: Date;
};

/** A version of a member, kept for ever: who, when, why, and the whole state. `_id` is `<member>/<version>`. */
export type MemberVersion = {
  _id: string;
  memberId: string;
  version: number;
  actor: string;
  at: Date;
  reason: string | null;
  member: MemberDocument;
};

export const MEMBERS = 'members';
export const MEMBER_VERSIONS = 'member_versions';

/** The day from which an act holds. */
export const dateOfAct = (act: ActContent): string => (act.kind === 'admitted' ? act.ceremonyDate : act.on);

/** Every unit on whose roll the member ever was, in order. */
export const unitsOfRecord = ({ stretches }: MemberRecord): string[] => [
  ...new Set(stretches.map(({ unitId }) => unitId)),
];
