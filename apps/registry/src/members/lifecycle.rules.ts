import { dateAfter } from '#calendar';
import { Refusal, type Level } from '#contracts';
import {
  accept,
  endExemption,
  endStay,
  endSuspension,
  exempt,
  introduce,
  leave,
  reject,
  startStay,
  suspend,
} from './belonging.rules.js';
import { admit, recognise, register, restore, type Born } from './entering.rules.js';
import { dateOfAct, type ActContent, type Folded, type MemberAct } from './member.js';
import { RollBook } from './roll-book.rules.js';

/** What the acts of a member are judged by. */
export type World = Born & {
  today: string;
  /** Level of a unit on a date; `closed` when it does not live then; undefined for a unit that is not known. */
  levelOn: (unitId: string, date: string) => Level | 'closed' | undefined;
};

/** The act a command is about: it is judged by today's tree as well, and a fault in it is one of these fields. */
export type Subject = { index: number; path: string };

/** Đảng was founded on this day; nothing was before. */
const EARLIEST = '1930-02-03';
/** Acts are decided ahead at times (a transfer from the first of next month), but not by more. */
const MOST_DAYS_AHEAD = 366;

/** Branches, their groups, and grassroots organisations, which may have members of their own (DOMAIN.md 1.1). */
export const HOLDS_ROLL: ReadonlySet<Level | 'closed'> = new Set<Level>(['grassroots-committee', 'branch', 'group']);

const faultAt = (path: string, code: string) => [{ path, code }];

/** A date of an act: after the beginning, and at most a year ahead. */
function requireDate(path: string, date: string | null, today: string): void {
  const latest = dateAfter(today, MOST_DAYS_AHEAD);
  if (date !== null && (date < EARLIEST || date > latest))
    throw new Refusal(
      'unprocessable',
      'date-out-of-range',
      { earliest: EARLIEST, latest },
      faultAt(path, 'date-out-of-range'),
    );
}

/** The unit an act names keeps a roll and lives on the act's date. */
function requireRoll(path: string, unitId: string, date: string, { levelOn }: World): void {
  const level = levelOn(unitId, date);
  if (level === undefined)
    throw new Refusal('unprocessable', 'roll-unit-unknown', {}, faultAt(path, 'roll-unit-unknown'));
  if (level === 'closed') throw new Refusal('conflict', 'unit-not-alive', {}, faultAt(path, 'unit-not-alive'));
  if (!HOLDS_ROLL.has(level))
    throw new Refusal('unprocessable', 'unit-holds-no-roll', {}, faultAt(path, 'unit-holds-no-roll'));
}

/** What is judged of the act in hand alone: acts of long ago stand, whatever became of the tree since. */
function judgeFields(act: ActContent, world: World): void {
  if (act.kind === 'admitted') {
    requireDate('decisionDate', act.decisionDate, world.today);
    requireDate('ceremonyDate', act.ceremonyDate, world.today);
  } else requireDate('on', act.on, world.today);
  if (act.kind === 'registered')
    for (const field of ['decisionDate', 'ceremonyDate', 'officialDate'] as const)
      requireDate(field, act[field], world.today);
  if ('toUnitId' in act) requireRoll('toUnitId', act.toUnitId, act.on, world);
  if ('unitId' in act && act.unitId !== null) requireRoll('unitId', act.unitId, dateOfAct(act), world);
}

function apply(book: RollBook, act: ActContent, world: World): void {
  switch (act.kind) {
    case 'registered':
      return register(book, act, world);
    case 'admitted':
      return admit(book, act, world);
    case 'recognised':
      return recognise(book, act);
    case 'restored':
      return restore(book, act);
    case 'transfer-introduced':
      return introduce(book, act);
    case 'transfer-accepted':
      return accept(book, act);
    case 'transfer-rejected':
      return reject(book, act);
    case 'temporary-started':
      return startStay(book, act);
    case 'temporary-ended':
      return endStay(book, act);
    case 'exempted':
      return exempt(book, act);
    case 'exemption-ended':
      return endExemption(book, act);
    case 'suspended':
      return suspend(book, act);
    case 'suspension-ended':
      return endSuspension(book, act);
    case 'moved-with-unit':
      return book.goWithUnit(act);
    case 'deleted':
    case 'left':
    case 'died':
    case 'expelled':
      return leave(book, act);
  }
}

/** Whether the unit he now is on, by an act that names none of its own, lives that day. */
function judgePlace(book: RollBook, act: ActContent, world: World): void {
  if (act.kind !== 'transfer-accepted' && act.kind !== 'restored') return;
  if (book.place) requireRoll(act.kind === 'restored' ? 'unitId' : 'on', book.place.unitId, act.on, world);
}

/** The same refusal, naming where in the request or among the acts the fault is. */
function located(error: unknown, index: number, subject: Subject | undefined): unknown {
  if (!(error instanceof Refusal)) return error;
  const own = subject?.index === index;
  const prefix = own ? subject.path : `acts[${index}]`;
  const at = (field: string): string => [prefix, field].filter(Boolean).join('.');
  const fields =
    error.fields.length > 0
      ? error.fields.map(({ path, code }) => ({ path: at(path), code }))
      : faultAt(own ? at('kind') : prefix, error.code);
  return new Refusal(error.kind, error.code, error.params, fields);
}

/**
 * What the acts of a member amount to, in order of date; of one day, in the order they were entered. Voided ones are left
 * out. A member whose acts are all voided was never on a roll.
 *
 * @throws Refusal naming the act that cannot be, by `acts[<n>]`, or by a field of the request when it is the subject
 */
export function foldActs(acts: readonly MemberAct[], world: World, subject?: Subject): Folded {
  const book = new RollBook();
  const inOrder = acts
    .map((act, index) => ({ act, index }))
    .filter(({ act }) => !act.voided)
    .sort((a, b) => compare(dateOfAct(a.act), dateOfAct(b.act)) || a.index - b.index);
  for (const { act, index } of inOrder) {
    try {
      if (subject?.index === index) judgeFields(act, world);
      apply(book, act, world);
      if (subject?.index === index) judgePlace(book, act, world);
    } catch (error) {
      throw located(error, index, subject);
    }
  }
  const { marks, transit, decisionDate } = book;
  const standing = (book.place ?? book.last)?.standing;
  return { record: book.close(), marks, transit, partyAgeFrom: standing === 'official' ? decisionDate : null };
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
