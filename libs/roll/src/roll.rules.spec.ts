import { dayOf } from '#calendar';
import type { RollStretch } from '#contracts';
import { memberAt, rollOn, type RollRecord } from './roll.rules.js';

const [HOME, OTHER] = ['home', 'other'];
const day = dayOf('2026-07-01');
const stretch = (changes: Partial<RollStretch> = {}): RollStretch => ({
  unitId: HOME,
  from: '2020-01-01',
  to: null,
  standing: 'official',
  exempt: false,
  suspended: false,
  inTransit: false,
  ...changes,
});
const member = (changes: Partial<RollRecord> = {}): RollRecord => ({
  memberId: 'm',
  stretches: [stretch()],
  temporary: [],
  ...changes,
});

describe('a member at a branch', () => {
  it('is on its roll from the first day to the day before the last', () => {
    const short = member({ stretches: [stretch({ from: '2026-07-01', to: '2026-07-03' })] });
    const days = ['2026-06-30', '2026-07-01', '2026-07-02', '2026-07-03'].map(dayOf);
    expect(days.map((one) => memberAt(short, HOME, one) !== null)).toEqual([false, true, true, false]);
    expect(days.map((one) => rollOn(short, one)?.unitId ?? null)).toEqual([null, HOME, HOME, null]);
  });

  it('shows what he is on that day, not before or after', () => {
    const stretches = [
      stretch({ to: '2026-01-01', standing: 'probationary' }),
      stretch({ from: '2026-01-01', to: '2026-07-02', exempt: true }),
      stretch({ from: '2026-07-02', suspended: true }),
    ];
    const at = (date: string) => memberAt(member({ stretches }), HOME, dayOf(date));
    expect(at('2025-12-31')).toMatchObject({ standing: 'probationary', exempt: false, suspended: false, home: true });
    expect(at('2026-07-01')).toMatchObject({ standing: 'official', exempt: true, suspended: false });
    expect(at('2026-07-02')).toMatchObject({ exempt: false, suspended: true });
  });

  it('who stays with another branch is elsewhere at home and a guest there', () => {
    const away = member({ temporary: [{ unitId: OTHER, from: '2026-06-01', to: '2026-08-01' }] });
    expect(memberAt(away, HOME, day)).toMatchObject({ home: true, elsewhere: true });
    expect(memberAt(away, OTHER, day)).toMatchObject({ home: false, elsewhere: false });
    expect(memberAt(away, HOME, dayOf('2026-08-01'))).toMatchObject({ home: true, elsewhere: false });
    expect(memberAt(away, OTHER, dayOf('2026-08-01'))).toBeNull();
    expect(memberAt(away, 'third', day)).toBeNull();
  });

  it('who is off every roll is nobody’s guest', () => {
    const left = member({
      stretches: [stretch({ to: '2026-06-15' })],
      temporary: [{ unitId: OTHER, from: '2026-06-01', to: null }],
    });
    expect(memberAt(left, OTHER, day)).toBeNull();
  });
});
