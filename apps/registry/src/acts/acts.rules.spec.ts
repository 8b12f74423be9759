import { dayOf } from '#calendar';
import { Refusal, type ActVerb } from '#contracts';
import { partsOf } from './act-checker.js';
import { namedUnits, verbsOf } from './act-verbs.rules.js';
import type { ActState } from './act.js';
import {
  approveAct,
  checkAct,
  discardAct,
  editAct,
  inForce,
  newAct,
  requireRevocable,
  withVerbs,
} from './acts.rules.js';
import { endHeld, heldFrom, putBack } from './people.rules.js';

const TODAY = dayOf('2026-11-28');
const head = { decision: '31-QĐ', effective: '2025-07-01', reason: 'x' };
const draft = newAct({ id: 'act', by: 'one', revokes: null, ...head }, new Date(0), TODAY);
const inState = (state: ActState) => ({ ...draft, verbs: 1, state });
const codeOf = (work: () => unknown): string | null => {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
};

describe('states of an act', () => {
  const CAN: [string, (state: ActState) => unknown, ActState[]][] = [
    ['edit', (state) => editAct(inState(state), head, 'one', TODAY), ['draft', 'faulty', 'checked']],
    ['enter steps', (state) => withVerbs(inState(state), 2, 'one'), ['draft', 'faulty', 'checked']],
    ['check', (state) => checkAct(inState(state)), ['draft', 'faulty', 'checked']],
    ['approve', (state) => approveAct(inState(state), 'two', 7), ['checked']],
    ['discard', (state) => discardAct(inState(state)), ['draft', 'checking', 'faulty', 'checked']],
    ['revoke', (state) => requireRevocable(inState(state)), ['applied']],
  ];
  const STATES: ActState[] = [
    'draft',
    'checking',
    'faulty',
    'checked',
    'approved',
    'applying',
    'applied',
    'revoked',
    'discarded',
  ];

  it.each(CAN)('%s is for some only', (_what, work, states) => {
    expect(STATES.filter((state) => codeOf(() => work(state)) === null)).toEqual(states);
  });

  it('is approved by nobody who drafted or last edited it', () => {
    const edited = { ...editAct(inState('draft'), head, 'two', TODAY), state: 'checked' as const };
    expect(['one', 'two', 'three'].map((by) => codeOf(() => approveAct(edited, by, 1)))).toEqual([
      'own-act',
      'own-act',
      null,
    ]);
  });

  it('of a revocation keeps its day and steps, and is not revoked', () => {
    const revocation = { ...inState('draft'), revokes: 'other' };
    expect(codeOf(() => editAct(revocation, { ...head, effective: '2025-08-01' }, 'one', TODAY))).toBe(
      'day-of-revocation',
    );
    expect(codeOf(() => withVerbs(revocation, 1, 'one'))).toBe('steps-of-revocation');
    expect(codeOf(() => requireRevocable({ ...revocation, state: 'applied' }))).toBe('revocation-of-revocation');
    expect(codeOf(() => withVerbs(draft, 50_001, 'one'))).toBe('too-many-steps');
  });

  it('is in force from its day on', () => {
    expect(
      ['2026-11-28', '2026-11-29'].map((effective) => inForce({ ...inState('applied'), effective }, TODAY)),
    ).toEqual([true, false]);
  });
});

describe('verbs as they are entered', () => {
  const id = '3f0e1c9e-3a52-5d3c-9a55-6d9d6d3f0a01';
  it('get ids for what they found, lose capitals, and name the units where the right is needed', () => {
    const founded = { code: 'A', name: 'A', kind: 'ward', level: 'commune', parentId: id.toUpperCase() };
    const sent = [
      { verb: 'found', ...founded },
      { verb: 'fuse', from: [id, id], to: founded },
      { verb: 'split', unitId: id, keeps: false, history: 'stays', parts: [{ founded }] },
    ];
    const verbs = verbsOf(sent, 4, (name) => `3f0e1c9e-3a52-5d3c-9a55-${name.replace('/', 'f').padStart(12, '0')}`);
    expect(verbs).toMatchObject([
      { unitId: '3f0e1c9e-3a52-5d3c-9a55-000000000004', parentId: id },
      { to: { unitId: '3f0e1c9e-3a52-5d3c-9a55-000000000005' } },
      { parts: [{ unitId: '3f0e1c9e-3a52-5d3c-9a55-0000000006f0' }] },
    ]);
    expect(verbs.map(namedUnits)).toEqual([[id], [id, id, id], [id, id]]);
  });

  it('go in events that are not too large', () => {
    const verbs = Array.from({ length: 1_100 }, (): ActVerb => ({ verb: 'merge', unitId: id, into: id }));
    expect(partsOf(verbs).map((part) => part.length)).toEqual([500, 500, 100]);
    expect(partsOf(verbs.slice(0, 3), 150).map((part) => part.length)).toEqual([1, 1, 1]);
    expect(partsOf([])).toEqual([[]]);
  });
});

describe('an office or role at a unit that ends', () => {
  const held = { unitId: 'a', from: '2020-01-01', to: null, version: 1, voided: false, id: 'o' };
  it('ends on the day, and goes on where it is moved to', () => {
    expect(endHeld(held, '2025-07-01', 'n', () => ({ id: 'p' }))).toEqual({
      ended: { ...held, version: 2, to: '2025-07-01' },
      begun: { ...held, id: 'p', unitId: 'n', from: '2025-07-01' },
    });
    expect(endHeld(held, '2025-07-01', null, () => ({})).begun).toBeNull();
  });

  it('that would only begin later never was held there; of a unit that never was, all of it moves', () => {
    const later = { ...held, from: '2026-01-01' };
    for (const [one, date] of [
      [later, '2025-07-01'],
      [held, null],
    ] as const) {
      const { ended, begun } = endHeld(one, date, 'n', () => ({}));
      expect([ended.voided, begun?.from]).toEqual([true, one.from]);
    }
    expect(['2025-07-01', null].map((date) => heldFrom({ ...held, to: '2025-07-01' }, date))).toEqual([false, true]);
  });

  it('is put back as it was', () => {
    const { ended } = endHeld(held, '2025-07-01', null, () => ({}));
    expect(putBack(ended, held)).toEqual({ ...held, version: 3 });
    expect(putBack(held, null)).toMatchObject({ voided: true, version: 2 });
  });
});
