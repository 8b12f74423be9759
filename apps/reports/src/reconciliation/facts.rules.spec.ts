import { DERIVED_TYPES } from '../figures/derive.js';
import { EVENTS } from '#contracts';
import { COMPARED_KINDS, confirmed, kindOfFact, suspectsOf } from './facts.rules.js';

const held = (version: number, hash: string | null = 'x') => ({
  id: 'f',
  version,
  hash,
  unitId: 'u',
  month: '2026-07',
});
const kept = (version: number, hash = 'x') => ({ id: 'f', version, hash });
const kinds = (found: readonly { kind: string }[]) => found.map(({ kind }) => kind);

describe('the comparison of facts with their sources', () => {
  it.each([
    ['missing', [held(1)], [], ['fact-missing']],
    ['an older version', [held(2)], [kept(1)], ['fact-behind']],
    ['other content', [held(1, 'y')], [kept(1)], ['fact-content']],
    ['a newer version than the source', [held(1)], [kept(2)], ['fact-ahead']],
    ['unknown to the source', [], [kept(1)], ['fact-unknown']],
    ['the same', [held(1)], [kept(1)], []],
    ['the same, as far as can be told', [held(1, null)], [kept(1)], []],
  ])('suspects what is %s', (_, source, figures, expected) => {
    expect(kinds(suspectsOf(source, figures))).toEqual(expected);
  });

  it.each([
    ['came while it was waited for', [], [held(1)], [kept(1)], []],
    ['was never published', [], [held(1)], [], ['fact-missing']],
    ['changed again since the source was asked', [kept(1)], [held(1)], [kept(2)], []],
    ['was recorded after the source was asked', [], [], [kept(1)], []],
    ['the figures had before the source was asked, which does not know it', [kept(1)], [], [kept(1)], ['fact-unknown']],
    ['the source has only an older version of', [kept(3)], [held(2)], [kept(3)], ['fact-ahead']],
    ['did not come', [kept(1)], [held(2)], [kept(1)], ['fact-behind']],
    ['is said otherwise', [kept(1)], [held(1, 'y')], [kept(1)], ['fact-content']],
  ])('is sure only of what %s', (_, before, source, after, expected) => {
    expect(kinds(confirmed(before, source, after))).toEqual(expected);
  });

  it('knows every kind of fact that figures are made of, on the topic of its events', () => {
    expect(COMPARED_KINDS.map(({ type }) => type).sort()).toEqual([...DERIVED_TYPES].sort());
    for (const { type, topic, service } of COMPARED_KINDS) expect(EVENTS[type]).toMatchObject({ topic, service });
  });

  it('tells the kind of a fact by its id', () => {
    const id = '3f0d7b1c-2a52-4f0e-8a0b-6f6f0d6b1a11';
    expect(kindOfFact(id)?.type).toBe('meetings.meeting-recorded.v1');
    expect(kindOfFact(`case/${id}`)?.type).toBe('inspection.case-changed.v1');
    expect(kindOfFact(`nothing/${id}`)).toBeUndefined();
  });
});
