import { dayOf } from '#calendar';
import { ROLES } from '#contracts';
import { Tree } from '#tree';
import {
  activeOn,
  allows,
  holdsAnywhere,
  reaches,
  reachOf,
  ROLE_ACTIONS,
  unitsAllowing,
  type Grant,
} from './access.rules.js';

const WARD = '11111111-1111-4111-8111-111111111111';
const BRANCH = '22222222-2222-4222-8222-222222222222';
const PROVINCE = '33333333-3333-4333-8333-333333333333';
const TODAY = dayOf('2026-07-01');

const grant = (changes: Partial<Grant> = {}): Grant => ({
  grantId: '44444444-4444-4444-8444-444444444444',
  version: 1,
  person: 'clerk-1',
  role: 'clerk',
  unitId: WARD,
  from: '2026-01-01',
  to: null,
  voided: false,
  ...changes,
});

describe('role to action', () => {
  it('lets an administrator do everything any role can', () => {
    const everything = new Set(Object.values(ROLE_ACTIONS).flat());
    expect(new Set(ROLE_ACTIONS.administrator)).toEqual(everything);
  });

  it.each([
    ['clerk', 'meetings:write', true],
    ['secretary', 'meetings:write', true],
    ['operator', 'meetings:write', false],
    ['secretary', 'meetings:assess', true],
    ['clerk', 'meetings:assess', false],
    ['operator', 'meetings:assess', false],
    ['operator', 'operations', true],
    ['integrator', 'operations', false],
    ['integrator', 'figures:read', true],
    ['inspector', 'inspection:write', true],
    ['inspector', 'meetings:write', false],
    ['clerk', 'inspection:read', false],
  ] as const)('%s and %s: %s', (role, action, allowed) => {
    expect(allows(role, action)).toBe(allowed);
  });

  it('keeps tree and roles to the administrator', () => {
    const others = ROLES.filter((role) => role !== 'administrator');
    expect(others.filter((role) => allows(role, 'tree:write') || allows(role, 'roles:write'))).toEqual([]);
  });
});

describe('when a grant holds', () => {
  it.each([
    ['before its first day', { from: '2026-07-02' }, false],
    ['on its first day', { from: '2026-07-01' }, true],
    ['on the day before its end', { to: '2026-07-02' }, true],
    ['on its end', { to: '2026-07-01' }, false],
    ['when voided', { voided: true }, false],
  ])('%s', (_when, changes, expected) => {
    expect(activeOn(grant(changes), TODAY)).toBe(expected);
  });
});

describe('where an action is held', () => {
  it('names each unit once and leaves out what does not allow or hold', () => {
    const grants = [
      grant(),
      grant({ role: 'secretary' }),
      grant({ unitId: BRANCH, role: 'inspector' }),
      grant({ unitId: PROVINCE, to: '2026-02-01' }),
    ];
    expect(unitsAllowing(grants, 'meetings:write', TODAY)).toEqual([WARD]);
  });

  it('reaches its unit and what lies below it, nothing beside or above', () => {
    const path = [BRANCH, WARD, PROVINCE];
    expect(reaches([WARD], BRANCH, path, [])).toBe(true);
    expect(reaches([BRANCH], BRANCH, path, [])).toBe(true);
    expect(reaches([BRANCH], WARD, [WARD, PROVINCE], [])).toBe(false);
    expect(reaches([], BRANCH, path, [])).toBe(false);
  });

  it('reaches a voided unit, which lies nowhere, only from itself or a root', () => {
    expect(reaches([BRANCH], BRANCH, [], [])).toBe(true);
    expect(reaches([WARD], BRANCH, [], [])).toBe(false);
    expect(reaches([PROVINCE], BRANCH, [], [PROVINCE])).toBe(true);
  });
});

describe('an action where no unit is named', () => {
  const known = { revision: 5, isRoot: (unitId: string) => unitId === 'centre' };

  it('is given by a role at any unit, but to operate only from the root: dead letters are of all subtrees', () => {
    expect(holdsAnywhere([WARD], 'roles:write', known)).toBe(true);
    expect(holdsAnywhere([PROVINCE], 'operations', known)).toBe(false);
    expect(holdsAnywhere([PROVINCE, 'centre'], 'operations', known)).toBe(true);
    expect(holdsAnywhere([], 'operations', known)).toBe(false);
  });

  it('while no tree is known, lets operate who may operate anywhere: else nobody could look into why', () => {
    expect(holdsAnywhere([PROVINCE], 'operations', { revision: 0, isRoot: () => false })).toBe(true);
    expect(holdsAnywhere([], 'operations', { revision: 0, isRoot: () => false })).toBe(false);
  });
});

describe('what reaches a unit', () => {
  const unit = (id: string, parentId: string | null, to: string | null = null, heir?: string) => ({
    id,
    version: 1,
    voided: false,
    stretches: [
      { from: '2000-01-01', to, code: id, name: id, kind: 'ward' as const, level: 'commune' as const, parentId },
    ],
    ...(heir && {
      successions: [{ from: '2025-07-01', history: 'moves' as const, to: [{ unitId: heir, weight: 1 }] }],
    }),
  });
  const tree = Tree.load(
    [
      unit('centre', null),
      unit('here', 'centre'),
      unit('there', 'centre'),
      unit('new', 'there'),
      unit('old', 'here', '2025-07-01', 'new'),
      unit('branch', 'old', '2025-07-01'),
      unit('other', 'there'),
    ],
    1,
  );

  it('is what lies above it, and once it has ended who goes on with it or with what it lay under', () => {
    expect(reachOf(tree, 'old', TODAY).sort()).toEqual(['centre', 'here', 'new', 'old', 'there']);
    expect(reachOf(tree, 'branch', TODAY)).toContain('new');
    expect(reachOf(tree, 'branch', TODAY)).not.toContain('other');
    expect(reachOf(tree, 'old', dayOf('2025-06-30'))).toEqual(['old', 'here', 'centre']);
    expect(reachOf(tree, 'new', TODAY)).not.toContain('old');
  });
});
