import { dayOf } from '#calendar';
import type { Refusal } from '#contracts';
import { correctOffice, heldOn, takeOffice, voidOffice, type Office } from './offices.rules.js';

const TODAY = dayOf('2026-07-01');
const wanted = (changes: Partial<Office> = {}): Office => ({
  id: 'a',
  version: 1,
  memberId: 'member-1',
  unitId: 'unit',
  office: 'secretary',
  from: '2025-07-01',
  to: null,
  voided: false,
  ...changes,
});
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as Refusal).code;
  }
  return 'none';
};
const take = (changes: Partial<Office>, others: Office[]): string =>
  codeOf(() => takeOffice(wanted(changes), others, TODAY));

describe('an office', () => {
  const held = wanted({ id: 'b', memberId: 'member-2', from: '2020-01-01', to: '2025-07-01' });

  it('follows the one before it on the very day', () =>
    expect(takeOffice(wanted(), [held], TODAY)).toEqual(wanted({ version: 1 })));
  it('of secretary has one holder on every day', () =>
    expect(take({ from: '2025-06-30' }, [held])).toBe('office-taken'));
  it('of an inspection chair, too', () =>
    expect(take({ office: 'inspection-chair' }, [wanted({ id: 'b', memberId: 'x', office: 'inspection-chair' })])).toBe(
      'office-taken',
    ));
  it('of deputies has several', () =>
    expect(take({ office: 'deputy-secretary' }, [wanted({ id: 'b', memberId: 'x', office: 'deputy-secretary' })])).toBe(
      'none',
    ));
  it('is not held twice by one member at once', () =>
    expect(take({ office: 'deputy-secretary' }, [wanted({ id: 'b', office: 'deputy-secretary' })])).toBe(
      'office-held',
    ));
  it('that was voided is in nobody’s way', () => expect(take({}, [wanted({ id: 'b', voided: true })])).toBe('none'));
  it('has a beginning before its end, in the time of the Party', () => {
    expect(take({ to: '2025-07-01' }, [])).toBe('empty-period');
    expect(take({ from: '1930-02-02' }, [])).toBe('date-out-of-range');
    expect(take({ to: '2050-01-01' }, [])).toBe('date-out-of-range');
  });
  it('ends, is corrected and voided by new versions', () => {
    const ended = correctOffice(wanted(), { to: '2026-01-01' }, [], TODAY);
    expect(ended).toMatchObject({ version: 2, to: '2026-01-01' });
    expect([heldOn(ended, '2025-12-31'), heldOn(ended, '2026-01-01')]).toEqual([true, false]);
    expect(codeOf(() => correctOffice(ended, { to: '2026-01-01' }, [], TODAY))).toBe('no-change');
    expect(codeOf(() => correctOffice(wanted(), { from: '2025-01-01' }, [held], TODAY))).toBe('office-taken');
    const voided = voidOffice(ended);
    expect(voided).toMatchObject({ version: 3, voided: true });
    expect(heldOn(voided, '2025-12-31')).toBe(false);
    expect(codeOf(() => voidOffice(voided))).toBe('office-voided');
    expect(codeOf(() => correctOffice(voided, { to: null }, [], TODAY))).toBe('office-voided');
  });
});
