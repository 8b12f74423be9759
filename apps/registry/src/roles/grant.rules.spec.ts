import { dayOf } from '#calendar';
import { Refusal } from '#contracts';
import { endRole, giveRole, notForOneself, voidRole, type Grant } from './grant.rules.js';

const TODAY = dayOf('2026-11-22');
const grant = (changes: Partial<Grant> = {}): Grant => ({
  grantId: 'g',
  version: 1,
  person: 'clerk',
  role: 'clerk',
  unitId: 'ward',
  from: '2026-01-01',
  to: null,
  voided: false,
  ...changes,
});
const then = (when: () => unknown): string | null => {
  try {
    when();
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
};

describe('a role', () => {
  it.each([
    [{}, null],
    [{ to: '2026-01-02' }, null],
    [{ to: '2026-01-01' }, 'empty-period'],
    [{ from: '1929-12-31' }, 'date-out-of-range'],
    [{ to: '2047-01-01' }, 'date-out-of-range'],
  ])('given with %o: %s', (changes, code) => {
    expect(then(() => giveRole(grant(changes), TODAY))).toBe(code);
  });

  it('is ended, and held on again, by a new version', () => {
    const ended = endRole(grant(), '2026-12-01', TODAY);
    expect(ended).toMatchObject({ version: 2, to: '2026-12-01' });
    expect(endRole(ended, null, TODAY)).toMatchObject({ version: 3, to: null });
    expect(then(() => endRole(ended, '2026-12-01', TODAY))).toBe('no-change');
    expect(then(() => endRole(grant(), '2025-12-01', TODAY))).toBe('empty-period');
  });

  it('is voided once', () => {
    const gone = voidRole(grant());
    expect(gone).toMatchObject({ version: 2, voided: true });
    expect(then(() => voidRole(gone))).toBe('role-voided');
    expect(then(() => endRole(gone, null, TODAY))).toBe('role-voided');
  });

  it.each([
    ['to another', 'admin', grant(), undefined, null],
    ['to oneself', 'clerk', grant(), undefined, 'own-role'],
    ['to oneself for longer', 'clerk', grant({ to: '2027-01-01' }), grant({ to: '2026-12-01' }), 'own-role'],
    ['to oneself for ever', 'clerk', grant(), grant({ to: '2026-12-01' }), 'own-role'],
    ['to oneself for less long', 'clerk', grant({ to: '2026-12-01' }), grant(), null],
    ['given up', 'clerk', grant({ voided: true }), grant(), null],
  ] as const)('%s', (_how, giver, after, before, code) => {
    expect(then(() => notForOneself(giver, after, before))).toBe(code);
  });
});
