import type { CompositionChangedV1, CompositionPart } from '#contracts';

/** What of a person makes them part of which group. */
export type Traits = { sex: 'female' | 'male'; birthDate: string; ethnicity: string; religion: string };
type Span = { from: string; to: string | null };
/** A member with the days on the roll of one unit. */
export type CountedMember = { traits: Traits; spans: readonly Span[] };
export type CompositionChanges = CompositionChangedV1['changes'];

type AgePart = Extract<CompositionPart, `age${string}`>;

/** Age bands by the calendar year less the year of birth (grouping of the forms, DOMAIN.md 2.6), the last one open. */
const AGE_BANDS: readonly { upTo: number; part: AgePart }[] = [
  { upTo: 30, part: 'ageTo30' },
  { upTo: 40, part: 'age31To40' },
  { upTo: 50, part: 'age41To50' },
  { upTo: 60, part: 'age51To60' },
  { upTo: Infinity, part: 'ageOver60' },
];
/** The majority people, as the files write it; every other one is a minority (dân tộc thiểu số, DOMAIN.md 2.6). */
const MAJORITY = ['kinh', 'kinh (việt)', 'việt'];
/** How the files say that somebody has no religion (lý lịch, item 10: "không" when none). */
const NO_RELIGION = ['không', 'không có'];

const plain = (text: string): string => text.normalize('NFC').trim().replaceAll(/\s+/gu, ' ').toLowerCase();
export const isMajority = (ethnicity: string): boolean => MAJORITY.includes(plain(ethnicity));
export const isReligious = (religion: string): boolean => !NO_RELIGION.includes(plain(religion));

/** The parts a member is in on the days of [from, to) of one band of age. */
type Part = Span & { part: CompositionPart };

function ageParts(birthDate: string, { from, to }: Span): Part[] {
  const born = Number(birthDate.slice(0, 4));
  const parts: Part[] = [];
  let start = from;
  for (const { upTo, part } of AGE_BANDS) {
    // The first 1 January on which the age is beyond the band.
    const next = upTo === Infinity ? null : `${String(born + upTo + 1).padStart(4, '0')}-01-01`;
    if (next !== null && next <= start) continue;
    const last = next === null || (to !== null && to <= next);
    parts.push({ part, from: start, to: last ? to : next });
    if (last) return parts;
    start = next;
  }
  return parts;
}

function partsOf({ traits, spans }: CountedMember): Part[] {
  const always: CompositionPart[] = [
    traits.sex === 'female' ? 'women' : 'men',
    isMajority(traits.ethnicity) ? 'majority' : 'minority',
    isReligious(traits.religion) ? 'religious' : 'notReligious',
  ];
  return spans.flatMap((span) => [...always.map((part) => ({ part, ...span })), ...ageParts(traits.birthDate, span)]);
}

/**
 * The levels of every part of every group at one unit, as changes by date: each group is a partition of the members on
 * the roll, on every day. Ages to come are in it too, so nothing has to be counted because a year turned.
 */
export function compositionChanges(members: Iterable<CountedMember>): CompositionChanges {
  const byDate = new Map<string, Map<CompositionPart, number>>();
  const add = (date: string, part: CompositionPart, count: number): void => {
    const counts = byDate.get(date) ?? new Map<CompositionPart, number>();
    counts.set(part, (counts.get(part) ?? 0) + count);
    byDate.set(date, counts);
  };
  for (const member of members)
    for (const { part, from, to } of partsOf(member)) {
      add(from, part, 1);
      if (to !== null) add(to, part, -1);
    }
  return [...byDate]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([date, counts]) => ({ date, counts: nonZero(counts) }))
    .filter(({ counts }) => Object.keys(counts).length > 0);
}

// In order of names: the same levels are the same document, whoever was entered first.
const nonZero = (counts: ReadonlyMap<CompositionPart, number>): CompositionChanges[number]['counts'] =>
  Object.fromEntries([...counts].filter(([, count]) => count !== 0).sort(([one], [other]) => (one < other ? -1 : 1)));
