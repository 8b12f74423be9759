import { Refusal, type Scorer } from '#contracts';
import type { UsableTemplate } from '../score-templates/score-template.rules.js';
import { SEEDED_TEMPLATES } from '../score-templates/score-templates.seeds.js';
import { counted, followed, scored, sheetOfOther, stands, voided, type Scoring } from './score.rules.js';
import type { Score } from './score.js';

const template = SEEDED_TEMPLATES[0] as UsableTemplate;
const allItems = template.sheet.heads.flatMap(({ items }) => items);
const meeting = { unitId: 'branch', date: '2026-07-03', kind: 'regular' as const };

/** Full marks, but for what is named. */
const scoring = (changes: Record<string, number | null> = {}, by: Scorer = 'self', sub = 'clerk'): Scoring => ({
  by,
  sub,
  items: allItems.map(({ code, max }) => ({ item: code, points: changes[code] === undefined ? max : changes[code] })),
  losses: [],
});
const total = (changes: Record<string, number | null>, of = template) => {
  const { self } = scored(null, scoring(changes), meeting, of);
  return [self?.points, self?.grade];
};
const refusalOf = (work: () => unknown): string[] => {
  try {
    work();
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [error.code, ...error.fields.map(({ path, code }) => `${path} ${code}`)];
  }
};

describe('the total', () => {
  it('is the sum of the items, and the grade that of the total as shown', () => {
    expect(total({})).toEqual([1_000, 'good']);
    expect(total({ 'result.targets': 200 })).toEqual([900, 'good']);
    expect(total({ 'result.targets': 200, 'closing.1': 19 })).toEqual([899, 'fair']);
    expect(total({ 'result.targets': 100, 'conduct.regular': 0 })).toEqual([700, 'fair']);
    expect(total({ 'result.targets': 100, 'conduct.regular': 0, 'closing.1': 19 })).toEqual([699, 'average']);
  });

  it('stretches what is left when an item does not apply: 95 reachable points are 100', () => {
    expect(total({ 'conduct.thematic': null })).toEqual([1_000, 'good']);
    // 90 of 95: 94.736…
    expect(total({ 'conduct.thematic': null, 'conduct.steps': 0 })).toEqual([947, 'good']);
    // 85.5 of 95 is 90 exactly; a tenth less is 89.89… and shown as 89.9.
    const loss = { 'conduct.thematic': null, 'conduct.regular': 5 };
    expect(total(loss)).toEqual([900, 'good']);
    expect(total({ ...loss, 'closing.1': 19 })).toEqual([899, 'fair']);
  });

  it('gives full marks to an item that its sheet says so of, or loses it', () => {
    expect(total({ 'preparation.committee': null })).toEqual([1_000, 'good']);
    const lost = structuredClone(template);
    for (const { items } of lost.sheet.heads) for (const item of items) item.notApplicable = 'lost';
    expect(total({ 'conduct.thematic': null }, lost)).toEqual([950, 'good']);
  });

  it('needs something to be scored', () => {
    const none = structuredClone(template);
    for (const { items } of none.sheet.heads) for (const item of items) item.notApplicable = 'rescale';
    const nothing = Object.fromEntries(allItems.map(({ code }) => [code, null]));
    expect(refusalOf(() => total(nothing, none))[0]).toBe('nothing-scored');
  });
});

describe('a scoring', () => {
  it('gives each item of the sheet once, within its points', () => {
    const wrong = scoring({ 'time.kept': 45, 'closing.1': 21, 'chairing.1': null });
    const { items } = wrong;
    items[1] = { item: 'closing.1', points: 0 };
    items.push({ item: 'nowhere', points: 1 });
    const faults = refusalOf(() =>
      scored(null, { ...wrong, losses: [{ item: 'nowhere', text: 'x' }] }, meeting, template),
    );
    const at = (code: string) => items.findLastIndex(({ item }) => item === code);
    expect(faults).toEqual([
      'score-invalid',
      'items.0.points points-not-an-option',
      `items.${at('chairing.1')}.points item-applies`,
      `items.${at('closing.1')}.points points-above-most`,
      `items.${at('nowhere')}.item item-not-on-sheet`,
      `items.${at('closing.1')}.item item-twice`,
      'items item-missing',
      'losses.0.item item-not-on-sheet',
    ]);
  });
});

describe('two sides', () => {
  const self = scored(null, scoring({ 'result.targets': 200 }), meeting, template);
  const both = scored(self, scoring({ 'result.targets': 150 }, 'superior', 'chief'), meeting, template);

  it('stand side by side, and the superior’s counts', () => {
    expect([counted(self)?.by, counted(self)?.points]).toEqual(['self', 900]);
    expect([both.self?.points, counted(both)?.by, counted(both)?.points]).toEqual([900, 'superior', 850]);
    expect([sheetOfOther(self, 'superior'), sheetOfOther(self, 'self')]).toEqual([
      { code: 'hd42-example', version: 1 },
      null,
    ]);
  });

  it('are never of one person, over all versions and after a void', () => {
    const refused = (before: Score | null, by: Scorer, sub: string) =>
      refusalOf(() => scored(before, scoring({}, by, sub), meeting, template))[0];
    expect(refused(self, 'superior', 'clerk')).toBe('own-score');
    const again = scored(self, scoring({}, 'self', 'secretary'), meeting, template);
    expect(refused(again, 'superior', 'clerk')).toBe('own-score');
    expect(refused(both, 'self', 'chief')).toBe('own-score');
    expect(refused(voided(both, 'r'), 'superior', 'clerk')).toBe('own-score');
    expect(refused(both, 'superior', 'chief')).toBeUndefined();
  });

  it('fall together when the score is voided, and do not rise again with the next scoring', () => {
    const gone = voided(both, 'r');
    expect([stands(gone), counted(gone)]).toEqual([false, null]);
    expect(refusalOf(() => voided(gone, 'r'))).toEqual(['score-voided']);
    expect(refusalOf(() => voided(both, ' '))[0]).toBe('reason-required');
    expect(scored(gone, scoring({}), meeting, template)).toMatchObject({ superior: null });
  });

  it('follow their meeting: elsewhere with it, gone with it, and nothing when it stays', () => {
    const closed = { ...meeting, state: 'closed' };
    expect(followed(both, closed)).toBeNull();
    expect(followed(both, { ...closed, date: '2026-08-01' })).toMatchObject({ date: '2026-08-01', self: both.self });
    expect(followed(both, { ...closed, state: 'voided' })).toMatchObject({ self: null, superior: null });
    expect(followed(voided(both, 'r'), { ...closed, state: 'voided' })).toBeNull();
  });
});
