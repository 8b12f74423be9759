import { Refusal, refused, type EnteredSemantics, type FieldFault } from '#contracts';
import { scaledOf } from '../types/decimal.rules.js';
import type { ReportType } from '../types/report-type.js';

/** A hand-entered measure as stored: whole, of 10^-scale of its unit. */
export interface EnteredValue {
  measure: string;
  semantics: EnteredSemantics;
  scale: number;
  value: number;
  /** Ước: told as an estimate. */
  estimate: boolean;
}

export interface SectionText {
  section: string;
  text: string;
}

/** What a unit tells: measures and words, or that nothing occurred (không phát sinh). */
export interface Content {
  nil: boolean;
  values: EnteredValue[];
  sections: SectionText[];
}

/** The same as a client states it. */
export interface StatedContent {
  nil: boolean;
  values: readonly { measure: string; value: unknown; estimate: boolean }[];
  sections: readonly SectionText[];
}

/**
 * What was stated, in the form it is stored, once it fits what the type asks for. What is missing may still come, as long
 * as it is not handed in.
 * @throws Refusal 422 `report-invalid` with a path and code for each fault, `nil-with-content`
 */
export function checkedContent(stated: StatedContent, type: ReportType): Content {
  if (stated.nil && stated.values.length + stated.sections.length > 0) throw refused('nil-with-content', 'nil');
  const faults: FieldFault[] = [];
  const values = stated.values.flatMap((one, at) => valueOf(stated, at, type, faults) ?? []);
  for (const [at, { section, text }] of stated.sections.entries()) {
    const path = `sections.${at}`;
    const asked = type.sections.find(({ code }) => code === section);
    if (!asked) faults.push({ path: `${path}.section`, code: 'section-not-in-type' });
    else if (stated.sections.findIndex((other) => other.section === section) < at)
      faults.push({ path: `${path}.section`, code: 'given-twice' });
    else if (text.length > asked.maxLength) faults.push({ path: `${path}.text`, code: 'max-length' });
  }
  if (faults.length > 0) throw new Refusal('unprocessable', 'report-invalid', {}, faults);
  // Words left blank are not told: a required section of spaces is missing.
  const sections = stated.sections
    .filter(({ text }) => text.trim() !== '')
    .map(({ section, text }) => ({ section, text: text.normalize('NFC') }));
  return { nil: stated.nil, values, sections };
}

function valueOf(
  { values }: StatedContent,
  at: number,
  type: ReportType,
  faults: FieldFault[],
): EnteredValue | undefined {
  const { measure, value: given, estimate } = values[at]!;
  const fault = (field: string, code: string): undefined => void faults.push({ path: `values.${at}.${field}`, code });
  const asked = type.measures.find(({ code }) => code === measure);
  if (!asked) return fault('measure', 'measure-not-in-type');
  if (values.findIndex((other) => other.measure === measure) < at) return fault('measure', 'given-twice');
  if (estimate && !asked.estimateAllowed) return fault('estimate', 'estimate-not-allowed');
  const { scale, semantics } = asked;
  const value = scaledOf(given, scale);
  if (typeof value === 'string') return fault('value', value);
  const limit = (bound: number | null): number | null => (bound === null ? null : Number(scaledOf(bound, scale)));
  const [min, max] = [limit(asked.min), limit(asked.max)];
  if (min !== null && value < min) return fault('value', 'below-minimum');
  if (max !== null && value > max) return fault('value', 'above-maximum');
  return { measure, semantics, scale, value, estimate };
}

/**
 * What is handed in tells all that is required, or says that nothing occurred. Blank is neither: "không phát sinh thì để
 * 0" is the default that leaves nobody knowing whether anyone looked (DOMAIN.md 5.5).
 * @throws Refusal 422 `nothing-reported`, `report-invalid`
 */
export function requireComplete(content: Content, type: ReportType): void {
  if (content.nil) return;
  if (content.values.length + content.sections.length === 0) throw refused('nothing-reported', 'nil');
  const told = new Set([
    ...content.values.map(({ measure }) => `values.${measure}`),
    ...content.sections.map(({ section }) => `sections.${section}`),
  ]);
  const asked = [
    ...type.measures.map(({ code, required }) => ({ path: `values.${code}`, required })),
    ...type.sections.map(({ code, required }) => ({ path: `sections.${code}`, required })),
  ];
  const missing = asked.filter(({ path, required }) => required && !told.has(path));
  if (missing.length > 0)
    throw new Refusal(
      'unprocessable',
      'report-invalid',
      {},
      missing.map(({ path }) => ({ path, code: 'required-in-report' })),
    );
}
