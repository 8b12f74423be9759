import { dayOf, hasKind, type Calendar, type Day } from '#calendar';
import { Refusal, type FieldFault } from '#contracts';
import type { EnteredMeasure, EntryField, ReportType, ReportTypeContent } from './report-type.js';
import { scaledOf } from './decimal.rules.js';

/** What the rules need to know of the catalogue. */
export interface Catalogue {
  /** Whether a report may be prefilled with a measure of this code. */
  canPrefill(code: string): boolean;
  /** Whether the code, or its first word, is of measures counted from events. */
  isTaken(code: string): boolean;
}

/**
 * A first or next version of a report type, checked against everything known.
 *
 * A hand-entered measure belongs to one type: were it entered daily and weekly, a month would count it twice. Over the
 * versions of its type its unit, semantics and scale stay, since what was entered by an old version goes on to count.
 * @throws Refusal 422 `report-type-invalid` with a path and code for each fault
 */
export function checkedType(
  code: string,
  content: ReportTypeContent,
  { known, catalogue, calendar }: { known: readonly ReportType[]; catalogue: Catalogue; calendar: Calendar },
): ReportType {
  const own = known.filter((type) => type.code === code);
  const last = own.at(-1);
  const faults = [
    ...twice('sections', content.sections),
    ...twice('measures', content.measures),
    ...content.measures.flatMap((field, at) => measureFaults(field, `measures.${at}`, code, known, catalogue)),
    ...content.derived.flatMap((each, at): FieldFault[] =>
      catalogue.canPrefill(each) && content.derived.indexOf(each) === at
        ? []
        : [{ path: `derived.${at}`, code: 'cannot-be-prefilled' }],
    ),
    ...(last && (last.periodKind !== content.periodKind || last.calendar !== content.calendar)
      ? [{ path: 'periodKind', code: 'period-kind-changed' }]
      : []),
    ...(content.periodKind === 'range' || !hasKind(calendar, content.periodKind)
      ? [{ path: 'periodKind', code: 'period-kind-not-in-calendar' }]
      : []),
    ...(last && content.from <= last.from ? [{ path: 'from', code: 'not-after-last-version' }] : []),
    ...(content.sections.length + content.measures.length === 0
      ? [{ path: 'sections', code: 'asks-for-nothing' }]
      : []),
  ];
  if (faults.length > 0) throw new Refusal('unprocessable', 'report-type-invalid', {}, faults);
  return { code, version: (last?.version ?? 0) + 1, ...content };
}

const twice = (path: string, list: readonly { code: string }[]): FieldFault[] =>
  list.flatMap(({ code }, at) =>
    list.findIndex((other) => other.code === code) < at ? [{ path: `${path}.${at}.code`, code: 'given-twice' }] : [],
  );

function measureFaults(
  field: EntryField,
  path: string,
  type: string,
  known: readonly ReportType[],
  catalogue: Catalogue,
): FieldFault[] {
  const faults: FieldFault[] = [];
  const { code, scale, min, max } = field;
  if (catalogue.isTaken(code)) faults.push({ path: `${path}.code`, code: 'measure-is-derived' });
  for (const limit of ['min', 'max'] as const)
    if (field[limit] !== null && typeof scaledOf(field[limit], scale) !== 'number')
      faults.push({ path: `${path}.${limit}`, code: 'too-many-decimals' });
  if (min !== null && max !== null && min > max) faults.push({ path: `${path}.max`, code: 'limits-reversed' });
  for (const other of known) {
    const same = other.measures.find((measure) => measure.code === code);
    if (!same) continue;
    if (other.code !== type) faults.push({ path: `${path}.code`, code: 'measure-of-another-type' });
    else if (same.semantics !== field.semantics || same.scale !== scale || same.unit !== field.unit)
      faults.push({ path: `${path}.code`, code: 'measure-changed' });
    else continue;
    break;
  }
  return faults;
}

/** The version of a type that a period beginning on a day is reported by; undefined before the first. */
export const versionInForce = (versions: readonly ReportType[], from: Day): ReportType | undefined =>
  versions.findLast((type) => dayOf(type.from) <= from);

/** Every hand-entered measure ever asked for, each once, labelled as the newest version has it. */
export function enteredMeasuresOf(types: readonly ReportType[]): EnteredMeasure[] {
  const measures = new Map<string, EnteredMeasure>();
  for (const { measures: fields } of types)
    for (const { code, labels, unit, semantics, scale } of fields)
      measures.set(code, { code, labels, unit, semantics, scale });
  return [...measures.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}
