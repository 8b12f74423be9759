import { Refusal, refused, type FieldFault } from '#contracts';
import { foldActs, type Subject, type World } from './lifecycle.rules.js';
import type { ActContent, Folded, MemberAct, MemberDocument } from './member.js';
import { nameKeysOf, personOf, type PersonInput } from './person.rules.js';

/** Who does it, when, and what acts are judged by. */
export type Circumstances = Omit<World, 'birthDate'> & { by: string; now: Date };
/** The first act of a member puts them on a roll. */
export type FirstAct = Extract<ActContent, { kind: 'registered' | 'admitted' }>;

const under = (prefix: string, error: unknown): unknown =>
  error instanceof Refusal
    ? new Refusal(
        error.kind,
        error.code,
        error.params,
        error.fields.map(({ path, code }): FieldFault => ({ path: `${prefix}.${path}`, code })),
      )
    : error;

function personUnder(prefix: string, input: PersonInput, today: string) {
  try {
    return personOf(input, today);
  } catch (error) {
    throw prefix ? under(prefix, error) : error;
  }
}

/** The member after acts or person changed. */
function refolded(member: MemberDocument, changes: Partial<MemberDocument>, world: Circumstances, subject?: Subject) {
  const next = { ...member, ...changes };
  const folded: Folded = foldActs(next.acts, { ...world, birthDate: next.person.birthDate }, subject);
  return { ...next, ...folded, version: member.version + 1, recordedAt: world.now };
}

const kept = (content: ActContent, id: string, { by, now: at }: Circumstances): MemberAct => ({
  ...content,
  id,
  voided: false,
  by,
  at,
});

/** The unit of the first act stands beside it in requests. */
function foldFirst(acts: readonly MemberAct[], world: World): Folded {
  try {
    return foldActs(acts, world, { index: 0, path: 'act' });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const fields = error.fields.map(({ path, code }) => ({ path: path === 'act.unitId' ? 'unitId' : path, code }));
    throw new Refusal(error.kind, error.code, error.params, fields);
  }
}

/**
 * A new member, by the act that puts them on a roll.
 * @throws Refusal with paths `person.<field>` and `act.<field>`
 */
export function newMember(
  { id, actId, person: input, act }: { id: string; actId: string; person: PersonInput; act: FirstAct },
  world: Circumstances,
): MemberDocument {
  const person = personUnder('person', input, world.today);
  const acts = [kept(act, actId, world)];
  const folded = foldFirst(acts, { ...world, birthDate: person.birthDate });
  const nameKeys = nameKeysOf(person);
  return { _id: id, version: 1, person, acts, ...folded, voided: false, nameKeys, recordedAt: world.now };
}

function requireNotVoided({ voided }: MemberDocument): void {
  if (voided) throw new Refusal('conflict', 'member-voided');
}

/** Adds an act, at its date: acts after it must still be possible. */
export function addAct(member: MemberDocument, content: ActContent, actId: string, world: Circumstances) {
  requireNotVoided(member);
  const acts = [...member.acts, kept(content, actId, world)];
  return refolded(member, { acts }, world, { index: member.acts.length, path: '' });
}

function indexOf(member: MemberDocument, actId: string): number {
  requireNotVoided(member);
  const index = member.acts.findIndex(({ id }) => id === actId);
  if (index < 0) throw new Refusal('not-found', 'no-such-act');
  if (member.acts[index]?.voided) throw new Refusal('conflict', 'act-voided');
  return index;
}

/** Replaces what was entered wrongly in an act; its kind stays, or it is voided and another one entered. */
export function correctAct(member: MemberDocument, actId: string, content: ActContent, world: Circumstances) {
  const index = indexOf(member, actId);
  if (member.acts[index]?.kind !== content.kind) throw refused('act-of-another-kind', 'act.kind');
  const acts = member.acts.with(index, kept(content, actId, world));
  return refolded(member, { acts }, world, { index, path: 'act' });
}

/** An act entered by mistake counts no more. The one that put the member on the roll goes only with the member. */
export function voidAct(member: MemberDocument, actId: string, world: Circumstances): MemberDocument {
  const index = indexOf(member, actId);
  if (member.acts[index]?.kind === 'moved-with-unit') throw new Refusal('conflict', 'act-of-reorganisation');
  const acts = member.acts.map((act, at) =>
    at === index ? { ...act, voided: true, by: world.by, at: world.now } : act,
  );
  if (acts.every(({ voided }) => voided)) throw new Refusal('conflict', 'last-act');
  return refolded(member, { acts }, world);
}

type WithUnit = Extract<ActContent, { kind: 'moved-with-unit' }>;

/** Goes to another roll with his unit. No rule of single members stands in the way: the act was judged as a whole. */
export function moveWithUnit(member: MemberDocument, content: WithUnit, actId: string, world: Circumstances) {
  return refolded(member, { acts: [...member.acts, kept(content, actId, world)] }, world);
}

/** The act that took the unit away was revoked. @throws Refusal of an act since that only makes sense after it */
export function returnWithUnit(member: MemberDocument, byAct: string, world: Circumstances): MemberDocument {
  const acts = member.acts.map((act) =>
    act.kind === 'moved-with-unit' && act.byAct === byAct && !act.voided
      ? { ...act, voided: true, by: world.by, at: world.now }
      : act,
  );
  return refolded(member, { acts }, world);
}

/** Replaces the personal data. */
export function changePerson(member: MemberDocument, input: PersonInput, world: Circumstances): MemberDocument {
  requireNotVoided(member);
  const person = personUnder('', input, world.today);
  return refolded(member, { person, nameKeys: nameKeysOf(person) }, world);
}

/** Entered by mistake: never was on any roll. */
export function voidMember(member: MemberDocument, { now }: Pick<Circumstances, 'now'>): MemberDocument {
  requireNotVoided(member);
  return {
    ...member,
    version: member.version + 1,
    voided: true,
    record: { stretches: [], temporary: [], transferOverdue: [], movements: [] },
    transit: null,
    partyAgeFrom: null,
    recordedAt: now,
  };
}
