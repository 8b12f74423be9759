import type { OracleAct, OracleMember } from '../../oracles/facts.js';
import { addDays } from '../../oracles/periods.js';
import type { Random } from './random.js';
import { whileBusy } from './tree-commands.js';
import type { KnownMember, World } from './world.js';

const REASON = 'Random run';

type Person = OracleMember['person'] & { name: string };

/** Somebody who does not exist; every name is another, so that nobody is taken for a duplicate. */
const personOf = (random: Random): Person => ({
  name: `Người ${random.uuid().slice(0, 13)}`,
  sex: random.chance(0.3) ? 'female' : 'male',
  birthDate: `${random.between(1940, 1998)}-0${random.between(1, 9)}-1${random.int(9)}`,
  ethnicity: random.pick(['Kinh', 'Kinh', 'Kinh', 'Tày', 'Giẻ Triêng']),
  religion: random.pick(['không', 'không', 'không', 'Công giáo']),
});

/** A few branches mostly; a group too once there are some. */
const roll = (world: World, random: Random): string => {
  const groups = world.atLevel('group');
  return (groups.length && random.chance(0.05) ? random.pick(groups) : world.withRoll(random)).id;
};

/** The dates of an act: now and then before those that are there, which must then still make sense or it is refused. */
const dateAfter = (world: World, random: Random, acts: readonly OracleAct[]): string => {
  const last = acts.reduce((latest, { on }) => (on > latest ? on : latest), world.from);
  return random.chance(0.15) || last >= world.to ? world.date(random) : addDays(last, random.between(1, 90));
};

async function enter(world: World, random: Random, key: string): Promise<void> {
  const person = personOf(random);
  const unitId = roll(world, random);
  const on = world.date(random);
  const admitted = random.chance(0.5);
  const act = admitted
    ? { kind: 'admitted', decisionDate: addDays(on, -random.between(0, 40)), ceremonyDate: on }
    : { kind: 'registered', on, standing: random.chance(0.8) ? 'official' : 'probationary' };
  const standing = act.kind === 'registered' ? (act.standing as OracleAct['standing']) : undefined;
  const reply = await world.registry.post('/v1/members', { unitId, act, person }, { key });
  world.memberAnswered(`${act.kind} member`, reply, {
    person,
    acts: (actId) => [{ id: actId, kind: act.kind, on, unitId, standing }],
  });
}

const ANY_TIME = [
  'transfer-introduced',
  'transfer-introduced',
  'transfer-introduced',
  'exempted',
  'suspended',
  'temporary-started',
  'deleted',
  'left',
  'died',
  'expelled',
];

type ActBody = { kind: string; on: string; unitId?: string; toUnitId?: string };

/** What can come next, by what was last; a wrong guess is refused, which is an answer too. */
function nextAct(world: World, random: Random, member: KnownMember): ActBody {
  const on = dateAfter(world, random, member.acts);
  if (member.transit) return { kind: random.chance(0.75) ? 'transfer-accepted' : 'transfer-rejected', on };
  const kinds = member.acts.map(({ kind }) => kind);
  const last = kinds.at(-1) ?? '';
  if (['deleted', 'left', 'died', 'expelled'].includes(last))
    return { kind: 'restored', on, unitId: roll(world, random) };
  if (last === 'exempted' && random.chance(0.5)) return { kind: 'exemption-ended', on };
  if (last === 'suspended' && random.chance(0.5)) return { kind: 'suspension-ended', on };
  if (last === 'temporary-started' && random.chance(0.5)) return { kind: 'temporary-ended', on };
  if (last === 'admitted' && random.chance(0.4)) return { kind: 'recognised', on: addDays(on, 300) };
  const kind = random.pick(ANY_TIME);
  if (kind === 'transfer-introduced') return { kind, on, toUnitId: roll(world, random) };
  if (kind === 'temporary-started') return { kind, on, unitId: roll(world, random) };
  return { kind, on };
}

type MemberCommand = (world: World, random: Random, member: KnownMember, key: string) => Promise<void>;

const act: MemberCommand = async (world, random, member, key) => {
  const body = nextAct(world, random, member);
  const options = { key, ifMatch: member.version };
  const reply = await world.registry.post(`/v1/members/${member.id}/acts`, body, options);
  world.memberAnswered(body.kind, reply, { acts: (actId) => [...member.acts, { id: actId, ...body }] });
};

/** The date of one act was entered wrongly. */
const correct: MemberCommand = async (world, random, member, key) => {
  const wrong = random.pick(member.acts);
  const on = random.chance(0.5) ? world.date(random) : addDays(wrong.on, random.between(-20, 20));
  const { id, unitId, toUnitId, standing, kind } = wrong;
  const place = { ...(unitId ? { unitId } : {}), ...(toUnitId ? { toUnitId } : {}) };
  const changed =
    kind === 'admitted'
      ? { kind, ...place, decisionDate: addDays(on, -10), ceremonyDate: on }
      : { kind, on, ...place, ...(kind === 'registered' ? { standing } : {}) };
  const path = `/v1/members/${member.id}/acts/${id}`;
  const body = { act: changed, reason: REASON };
  const reply = await world.registry.put(path, body, { key, ifMatch: member.version });
  world.memberAnswered('correct act', reply, {
    acts: () => member.acts.map((one) => (one.id === id ? { ...one, on } : one)),
  });
};

const voidAct: MemberCommand = async (world, random, member, key) => {
  const wrong = random.chance(0.8) ? member.acts.at(-1)! : random.pick(member.acts);
  const path = `/v1/members/${member.id}/acts/${wrong.id}/void`;
  const reply = await world.registry.post(path, { reason: REASON }, { key, ifMatch: member.version });
  world.memberAnswered('void act', reply, { acts: () => member.acts.filter(({ id }) => id !== wrong.id) });
};

const changePerson: MemberCommand = async (world, random, member, key) => {
  const person = personOf(random);
  const body = { person, reason: REASON };
  const options = { key, ifMatch: member.version };
  const reply = await world.registry.put(`/v1/members/${member.id}/person`, body, options);
  world.memberAnswered('correct person', reply, { person });
};

const voidMember: MemberCommand = async (world, _random, member, key) => {
  const options = { key, ifMatch: member.version };
  const reply = await world.registry.post(`/v1/members/${member.id}/void`, { reason: REASON }, options);
  world.memberAnswered('void member', reply, {});
};

/** One random command on members. */
export async function memberCommand(world: World, random: Random, key: string): Promise<void> {
  const member = world.free(
    random,
    [...world.members.values()].filter(({ voided }) => !voided),
  );
  if (!member || random.chance(0.42)) return enter(world, random, key);
  const dice = random.next();
  const command =
    dice < 0.68 ? act : dice < 0.8 ? correct : dice < 0.9 ? voidAct : dice < 0.96 ? changePerson : voidMember;
  await whileBusy(world.members, member, () => command(world, random, member, key));
}
