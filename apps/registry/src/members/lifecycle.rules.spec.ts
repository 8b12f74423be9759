import { dateAfter } from '#calendar';
import { MOVEMENTS_IN, Refusal, type Level } from '#contracts';
import { foldActs, type World } from './lifecycle.rules.js';
import type { ActContent, Folded, MemberAct } from './member.js';

const [HOME, NEXT, OTHER, WARD, CLOSED] = ['home', 'next', 'other', 'ward', 'closed'];
const LEVELS: Record<string, Level | 'closed'> = {
  [HOME]: 'branch',
  [NEXT]: 'group',
  [OTHER]: 'grassroots-committee',
  [WARD]: 'commune',
  [CLOSED]: 'closed',
};
const WORLD: World = { birthDate: '1990-05-19', today: '2026-11-24', levelOn: (unitId) => LEVELS[unitId] };

const act = (content: object, id = 'a'): MemberAct =>
  ({ decisionNumber: null, reason: null, id, voided: false, by: 'clerk', at: new Date(0), ...content }) as MemberAct;
const admitted = (changes: object = {}): MemberAct =>
  act({ kind: 'admitted', unitId: HOME, decisionDate: '2024-05-02', ceremonyDate: '2024-05-19', ...changes });
const registered = (changes: object = {}): MemberAct =>
  act({
    kind: 'registered',
    on: '2020-01-01',
    unitId: HOME,
    standing: 'official',
    decisionDate: '2010-02-03',
    ceremonyDate: '2010-02-20',
    officialDate: '2011-02-20',
    ...changes,
  });
const on = (kind: ActContent['kind'], date: string, more: object = {}): MemberAct => act({ kind, on: date, ...more });
const introduced = (date: string, toUnitId = NEXT): MemberAct => on('transfer-introduced', date, { toUnitId });
const fold = (...acts: MemberAct[]): Folded => foldActs(acts, WORLD);
/** Unit and dates of the stretches, and what is not plain. */
const rolls = ({ record }: Folded): string[] =>
  record.stretches.map(({ unitId, from, to, standing, exempt, suspended, inTransit }) =>
    [unitId, from, to ?? '…', standing === 'official' ? '' : 'probationary']
      .concat([exempt ? 'exempt' : '', suspended ? 'suspended' : '', inTransit ? 'in-transit' : ''])
      .filter(Boolean)
      .join(' '),
  );
const refusalOf = (work: () => unknown): Refusal => {
  try {
    work();
  } catch (error) {
    return error as Refusal;
  }
  throw new Error('was not refused');
};

describe('admission', () => {
  it('puts on the roll from the ceremony; recognition makes official, and Party age count from the decision', () => {
    expect(fold(admitted())).toMatchObject({ partyAgeFrom: null });
    const folded = fold(admitted(), on('recognised', '2025-06-10'));
    expect(rolls(folded)).toEqual(['home 2024-05-19 2025-06-10 probationary', 'home 2025-06-10 …']);
    expect(folded).toMatchObject({
      partyAgeFrom: '2024-05-02',
      record: {
        movements: [
          { kind: 'admitted', unitId: HOME, date: '2024-05-19' },
          { kind: 'recognised', unitId: HOME, date: '2025-06-10' },
        ],
      },
    });
  });

  it.each([
    ['2024-05-02', '2024-06-13', false], // the 30th working day
    ['2024-05-02', '2024-06-14', true],
  ])('decided on %s with the ceremony on %s is late: %p', (decisionDate, ceremonyDate, ceremonyLate) => {
    expect(fold(admitted({ decisionDate, ceremonyDate })).marks).toMatchObject({ ceremonyLate });
  });

  it.each([
    ['2025-05-18', true, false],
    ['2025-05-19', false, false],
    ['2025-06-30', false, false], // 30 working days after 12 months
    ['2025-07-01', false, true],
  ])('recognised on %s is early: %p, late: %p', (date, recognitionEarly, recognitionLate) => {
    expect(fold(admitted(), on('recognised', date)).marks).toMatchObject({ recognitionEarly, recognitionLate });
  });

  it.each([
    ['2006-05-31', false], // 18 by month on 2 May 2024
    ['1964-05-01', false],
    ['1964-04-30', true],
  ])('of somebody born on %s is over age: %p', (birthDate, overAge) => {
    expect(foldActs([admitted()], { ...WORLD, birthDate }).marks).toMatchObject({ overAge });
  });

  it('of a minor is refused', () => {
    expect(refusalOf(() => foldActs([admitted()], { ...WORLD, birthDate: '2006-06-01' }))).toMatchObject({
      code: 'under-age',
      params: { least: 18 },
      fields: [{ path: 'acts[0].decisionDate' }],
    });
  });

  it('is possible again after leaving, and counts Party age anew', () => {
    const folded = fold(registered(), on('left', '2021-01-01'), admitted(), on('recognised', '2025-05-20'));
    expect(rolls(folded)[0]).toBe('home 2020-01-01 2021-01-01');
    expect(folded.partyAgeFrom).toBe('2024-05-02');
  });
});

describe('a transfer', () => {
  it('counts at the sender, in transit, until accepted', () => {
    const folded = fold(registered(), introduced('2024-03-01'), on('transfer-accepted', '2024-04-01'));
    expect(rolls(folded)).toEqual([
      'home 2020-01-01 2024-03-01',
      'home 2024-03-01 2024-04-01 in-transit',
      'next 2024-04-01 …',
    ]);
    expect(folded.record.movements.slice(1)).toEqual([
      { kind: 'transferred-out', unitId: HOME, date: '2024-04-01' },
      { kind: 'transferred-in', unitId: NEXT, date: '2024-04-01' },
    ]);
    expect(folded).toMatchObject({ transit: null, record: { transferOverdue: [] } });
  });

  it('rejected leaves him where he was', () => {
    const folded = fold(registered(), introduced('2024-03-01'), on('transfer-rejected', '2024-04-01'));
    expect(rolls(folded)).toEqual([
      'home 2020-01-01 2024-03-01',
      'home 2024-03-01 2024-04-01 in-transit',
      'home 2024-04-01 …',
    ]);
  });

  it('is overdue from the day after 60 + 30 working days until it ends', () => {
    const open = fold(registered(), introduced('2025-03-03'));
    expect(open.transit).toEqual({ toUnitId: NEXT, since: '2025-03-03', lastDay: '2025-07-10' });
    expect(open.record.transferOverdue).toEqual([{ unitId: HOME, from: '2025-07-11', to: null }]);
    const until = (date: string) =>
      fold(registered(), introduced('2025-03-03'), on('transfer-accepted', date)).record.transferOverdue;
    expect(until('2025-07-11')).toEqual([]);
    expect(until('2025-07-12')).toEqual([{ unitId: HOME, from: '2025-07-11', to: '2025-07-12' }]);
  });

  it('takes what he is along, and ends with his leaving', () => {
    const moved = fold(
      registered(),
      on('exempted', '2023-01-01'),
      introduced('2024-03-01'),
      on('transfer-accepted', '2024-03-01'),
    );
    expect(rolls(moved).at(-1)).toBe('next 2024-03-01 … exempt');
    const dead = fold(registered(), introduced('2024-03-01'), on('died', '2024-03-09'));
    expect(dead).toMatchObject({ transit: null, record: { stretches: [{}, { to: '2024-03-09', inTransit: true }] } });
  });
});

describe('a stay with another branch', () => {
  it('is a memo: the home roll does not change', () => {
    const folded = fold(registered(), on('temporary-started', '2024-01-01', { unitId: OTHER }));
    expect(rolls(folded)).toEqual(['home 2020-01-01 …']);
    expect(folded.record.temporary).toEqual([{ unitId: OTHER, from: '2024-01-01', to: null }]);
    expect(folded.record.movements).toHaveLength(1);
  });

  it('ends when that branch becomes his own', () => {
    const folded = fold(
      registered(),
      on('temporary-started', '2024-01-01', { unitId: NEXT }),
      introduced('2024-02-01'),
      on('transfer-accepted', '2024-03-01'),
    );
    expect(folded.record.temporary).toEqual([{ unitId: NEXT, from: '2024-01-01', to: '2024-03-01' }]);
  });
});

describe('acts in order', () => {
  it('are folded by date, whatever the order of entry, and voided ones left out', () => {
    const acts = [
      on('restored', '2023-01-01', { unitId: null }),
      on('suspended', '2020-06-01'),
      { ...on('exempted', '2020-02-01'), voided: true },
      on('suspension-ended', '2020-07-01'),
      on('deleted', '2022-01-01'),
      registered(),
    ];
    expect(rolls(fold(...acts))).toEqual([
      'home 2020-01-01 2020-06-01',
      'home 2020-06-01 2020-07-01 suspended',
      'home 2020-07-01 2022-01-01',
      'home 2023-01-01 …',
    ]);
  });

  it('that come and go on one day leave no seam', () => {
    const folded = fold(registered(), on('exempted', '2021-01-01'), on('exemption-ended', '2021-01-01'));
    expect(rolls(folded)).toEqual(['home 2020-01-01 …']);
  });

  it.each<[string, MemberAct[], string]>([
    ['already-on-roll', [registered(), admitted()], 'acts[1]'],
    ['registered-before', [registered(), on('left', '2021-01-01'), registered({ on: '2022-01-01' })], 'acts[2]'],
    ['not-on-roll', [registered({ on: '2021-01-01' }), on('exempted', '2020-12-31')], 'acts[1]'],
    ['never-on-roll', [on('restored', '2020-01-01', { unitId: HOME })], 'acts[0]'],
    [
      'already-died',
      [registered(), on('died', '2021-01-01'), on('restored', '2022-01-01', { unitId: null })],
      'acts[2]',
    ],
    ['already-official', [registered(), on('recognised', '2021-01-01')], 'acts[1]'],
    ['already-in-transit', [registered(), introduced('2021-01-01'), introduced('2021-01-02')], 'acts[2]'],
    ['not-in-transit', [registered(), on('transfer-accepted', '2021-01-01')], 'acts[1]'],
    ['transfer-to-same-unit', [registered(), introduced('2021-01-01', HOME)], 'acts[1].toUnitId'],
    [
      'already-temporary',
      [registered(), ...[1, 2].map((day) => on('temporary-started', `2021-01-0${day}`, { unitId: NEXT }))],
      'acts[2]',
    ],
    ['not-temporary', [registered(), on('temporary-ended', '2021-01-01')], 'acts[1]'],
    ['temporary-at-home', [registered(), on('temporary-started', '2021-01-01', { unitId: HOME })], 'acts[1].unitId'],
    ['already-exempt', [registered(), on('exempted', '2021-01-01'), on('exempted', '2021-01-02')], 'acts[2]'],
    ['not-exempt', [registered(), on('exemption-ended', '2021-01-01')], 'acts[1]'],
    ['already-suspended', [registered(), on('suspended', '2021-01-01'), on('suspended', '2021-01-02')], 'acts[2]'],
    ['not-suspended', [registered(), on('suspension-ended', '2021-01-01')], 'acts[1]'],
    ['ceremony-before-decision', [admitted({ ceremonyDate: '2024-05-01' })], 'acts[0].ceremonyDate'],
    ['dates-out-of-order', [registered({ officialDate: '2009-01-01' })], 'acts[0].officialDate'],
    ['official-date-of-probationary', [registered({ standing: 'probationary' })], 'acts[0].officialDate'],
  ])('are refused as %s', (code, acts, path) => {
    expect(refusalOf(() => fold(...acts))).toMatchObject({ code, fields: [{ path }] });
  });

  it('name the later act that a new one makes impossible', () => {
    const acts = [registered(), introduced('2024-03-01'), on('transfer-accepted', '2024-04-01')];
    const refused = refusalOf(() =>
      foldActs([...acts, on('transfer-rejected', '2024-03-15')], WORLD, { index: 3, path: '' }),
    );
    expect(refused).toMatchObject({ code: 'not-in-transit', fields: [{ path: 'acts[2]' }] });
  });
});

describe('the act in hand', () => {
  const judge = (subject: MemberAct, ...before: MemberAct[]): Refusal =>
    refusalOf(() => foldActs([...before, subject], WORLD, { index: before.length, path: 'act' }));

  it.each<[string, MemberAct, string]>([
    ['roll-unit-unknown', registered({ unitId: 'nowhere' }), 'act.unitId'],
    ['unit-holds-no-roll', registered({ unitId: WARD }), 'act.unitId'],
    ['unit-not-alive', registered({ unitId: CLOSED }), 'act.unitId'],
    ['date-out-of-range', registered({ on: '2027-11-26' }), 'act.on'],
    ['date-out-of-range', admitted({ ceremonyDate: '2027-11-26' }), 'act.ceremonyDate'],
    ['date-out-of-range', registered({ decisionDate: '1930-02-02' }), 'act.decisionDate'],
  ])('is refused as %s', (code, subject, path) => {
    expect(judge(subject)).toMatchObject({ code, fields: [{ path }] });
  });

  it('may be a year ahead', () => {
    expect(rolls(foldActs([registered({ on: '2027-11-24' })], WORLD, { index: 0, path: '' }))).toHaveLength(1);
  });

  it('is judged where it leads: a branch that was closed accepts nobody', () => {
    const transfer = [registered(), introduced('2024-03-01', CLOSED)];
    expect(judge(on('transfer-accepted', '2024-04-01'), ...transfer)).toMatchObject({ code: 'unit-not-alive' });
    const away = [registered({ unitId: CLOSED }), on('left', '2024-01-01')];
    expect(judge(on('restored', '2024-04-01', { unitId: null }), ...away)).toMatchObject({ code: 'unit-not-alive' });
  });

  it('stands, long ago, whatever became of its unit', () => {
    expect(rolls(fold(registered({ unitId: CLOSED }), on('exempted', '2024-01-01')))).toHaveLength(2);
  });
});

/** Numbers that look random and are the same in every run. */
function* numbers(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

describe('any history', () => {
  const KINDS: ActContent['kind'][] = [
    'admitted',
    'recognised',
    'transfer-introduced',
    'transfer-accepted',
    'transfer-rejected',
    'temporary-started',
    'temporary-ended',
    'exempted',
    'exemption-ended',
    'suspended',
    'suspension-ended',
    'deleted',
    'left',
    'died',
    'expelled',
    'restored',
  ];
  const START = '2020-01-01';
  const DAYS = 400;
  const UNITS = [HOME, NEXT, OTHER];

  /** Acts tried one after another, at random dates, keeping those that are legal with all before. */
  function history(seed: number): Folded {
    const random = numbers(seed);
    const below = (most: number): number => Math.floor(random.next().value * most);
    const unit = (): string => UNITS[below(3)] as string;
    let acts = [below(2) ? registered() : admitted({ decisionDate: '2019-12-20', ceremonyDate: START })];
    let folded = foldActs(acts, WORLD);
    for (let tries = 0; tries < 40; tries++) {
      const date = dateAfter(START, below(DAYS));
      const kind = KINDS[below(KINDS.length)] as ActContent['kind'];
      const dates = kind === 'admitted' ? { decisionDate: date, ceremonyDate: date } : { on: date };
      const next = [...acts, act({ kind, ...dates, unitId: unit(), toUnitId: unit() })];
      try {
        folded = foldActs(next, WORLD);
        acts = next;
      } catch (error) {
        // Whatever is refused names an act; anything else is a fault of the rules.
        if (!(error instanceof Refusal) || !error.fields[0]?.path.startsWith('acts[')) throw error;
      }
    }
    return folded;
  }

  it('has the level of every day equal to what came in less what went out, and one roll a day at most', () => {
    const IN: ReadonlySet<string> = new Set(MOVEMENTS_IN);
    let stretches = 0;
    for (let seed = 1; seed <= 100; seed++) {
      const { record } = history(seed);
      stretches += record.stretches.length;
      for (let at = -1; at <= DAYS + 1; at++) {
        const day = dateAfter(START, at);
        const holding = record.stretches.filter(({ from, to }) => from <= day && (to === null || day < to));
        expect(holding.length).toBeLessThanOrEqual(1);
        for (const unit of UNITS) {
          const balance = record.movements
            .filter(({ unitId, date, kind }) => unitId === unit && date <= day && kind !== 'recognised')
            .reduce((sum, { kind }) => sum + (IN.has(kind) ? 1 : -1), 0);
          if (balance !== holding.filter(({ unitId }) => unitId === unit).length)
            throw new Error(`seed ${seed}, ${unit} on ${day}: ${balance}`);
        }
      }
      const sorted = record.stretches.every(
        ({ from, to }, at, all) => (to === null || from < to) && (at === 0 || (all[at - 1]?.to ?? '9') <= from),
      );
      expect(sorted).toBe(true);
      for (const { from, to } of [...record.temporary, ...record.transferOverdue])
        expect(to === null || from < to).toBe(true);
    }
    expect(stretches).toBeGreaterThan(300);
  });
});
