import { dateOf, type Day } from '#calendar';
import { Refusal, refused, type FieldFault, type MeetingKind } from '#contracts';
import { FULL_MARKS, type ScoreHead, type ScoreSheet, type TemplateVersion } from './score-template.js';

type Content = Pick<TemplateVersion, 'from' | 'source' | 'sheet'>;

/**
 * A first version of a template.
 * @throws Refusal template-exists (409), template-invalid with a path and code for each fault, template-kind-taken (422)
 */
export function firstVersion(
  code: string,
  unitId: string | null,
  content: Content,
  known: readonly TemplateVersion[],
): TemplateVersion {
  if (known.some((one) => one.code === code))
    throw new Refusal('conflict', 'template-exists', {}, [{ path: 'code', code: 'template-exists' }]);
  return checked({ code, version: 1, unitId, ...content }, known);
}

/**
 * The next version, for meetings from its day on. It may begin with the last one, which is then never used again.
 * @throws Refusal no-such-template (404), what `firstVersion` refuses
 */
export function nextVersion(code: string, content: Content, known: readonly TemplateVersion[]): TemplateVersion {
  const last = newestOf(code, known);
  if (content.from < last.from) throw invalid([{ path: 'from', code: 'before-last-version' }]);
  if (content.sheet === null && last.sheet === null) throw new Refusal('conflict', 'template-withdrawn');
  return checked({ code, version: last.version + 1, unitId: last.unitId, ...content }, known);
}

/** @throws Refusal no-such-template (404) */
export function newestOf(code: string, known: readonly TemplateVersion[]): TemplateVersion {
  const last = known.findLast((one) => one.code === code);
  if (!last) throw new Refusal('not-found', 'no-such-template');
  return last;
}

function checked(made: TemplateVersion, known: readonly TemplateVersion[]): TemplateVersion {
  const { sheet } = made;
  if (!sheet) return made;
  const faults = sheetFaults(sheet);
  if (faults.length > 0) throw invalid(faults);
  for (const [at, kind] of sheet.kinds.entries())
    if (isTaken(kind, made, known)) throw refused('template-kind-taken', `kinds.${at}`);
  return made;
}

/** Whether another template of the same owner is for that kind on some day from then on: a meeting has one sheet. */
function isTaken(kind: MeetingKind, { code, unitId, from }: TemplateVersion, known: readonly TemplateVersion[]) {
  const others = known.filter((one) => one.unitId === unitId && one.code !== code);
  return others.some((one) => {
    if (!one.sheet?.kinds.includes(kind)) return false;
    const next = others.find((later) => later.code === one.code && later.version === one.version + 1);
    return !next || (next.from > from && next.from > one.from);
  });
}

/** Sums are checked where they are given: heads add up to 100 points, items to their head. */
function sheetFaults(sheet: ScoreSheet): FieldFault[] {
  const { heads, grades } = sheet;
  const { good, fair, average } = grades;
  const total = heads.reduce((sum, { max }) => sum + max, 0);
  const codes = heads.flatMap((head) => head.items.map(({ code }) => code));
  return [
    ...twice(heads.map(({ code }) => code)).map((at) => ({ path: `heads.${at}.code`, code: 'given-twice' })),
    ...(twice(codes).length > 0 ? [{ path: 'heads', code: 'item-given-twice' }] : []),
    ...(total === FULL_MARKS ? [] : [{ path: 'heads', code: 'heads-not-100' }]),
    ...heads.flatMap((head, at) => headFaults(head, `heads.${at}`)),
    ...(good > fair && fair > average && average > 0 && good <= FULL_MARKS
      ? []
      : [{ path: 'grades', code: 'grades-not-falling' }]),
    ...twice(sheet.kinds).map((at) => ({ path: `kinds.${at}`, code: 'given-twice' })),
  ];
}

function headFaults({ max, items }: ScoreHead, path: string): FieldFault[] {
  const sum = items.reduce((total, item) => total + item.max, 0);
  return [
    ...(sum === max ? [] : [{ path: `${path}.items`, code: 'items-not-their-head' }]),
    ...items.flatMap(({ options, max: most }, at) => {
      const highest = options && Math.max(...options.map(({ points }) => points));
      return highest === null || highest === most
        ? []
        : [{ path: `${path}.items.${at}.options`, code: 'options-not-to-max' }];
    }),
  ];
}

const twice = (codes: readonly string[]): number[] =>
  codes.flatMap((code, at) => (codes.indexOf(code) < at ? [at] : []));

const invalid = (faults: FieldFault[]): Refusal => new Refusal('unprocessable', 'template-invalid', {}, faults);

/** A version with a sheet. */
export type UsableTemplate = TemplateVersion & { sheet: ScoreSheet };

/**
 * The template that a meeting is scored by: of those in force on its date for its kind the one whose owner is nearest
 * above, the unit itself first; the one of the whole tree when no unit above has any. `path` is the unit's on that date.
 */
export function inForce(
  known: readonly TemplateVersion[],
  meeting: { path: readonly string[]; day: Day; kind: MeetingKind },
): UsableTemplate | null {
  const date = dateOf(meeting.day);
  const current = new Map<string, TemplateVersion>();
  for (const one of known) if (one.from <= date) current.set(one.code, one);
  const usable = [...current.values()].filter(
    (one): one is UsableTemplate => one.sheet !== null && one.sheet.kinds.includes(meeting.kind),
  );
  for (const owner of [...meeting.path, null]) {
    const found = usable.find(({ unitId }) => unitId === owner);
    if (found) return found;
  }
  return null;
}
