import { randomUUID } from 'node:crypto';
import { eventually, type CallOptions, type HttpClient, type Reply } from '#testing';
import type { Sentinels } from './sentinels.js';
import type { SmallTree } from './small-tree.js';

/** What the acts of this run are done with. `another` reviews what the first one handed in. */
export type Actors = {
  registry: HttpClient;
  meetings: HttpClient;
  inspection: HttpClient;
  reports: HttpClient;
  another: HttpClient;
};
export type Places = SmallTree & { branch2: string };

/** Each answers 2xx, or the run would prove nothing. */
export const must = <B>(reply: Reply<B>): Reply<B> => {
  if (reply.status > 201) throw new Error(`${reply.status} ${JSON.stringify(reply.body)}`);
  return reply;
};
type Written = { id: string; version: number; actId: string };
const write = async (
  client: HttpClient,
  method: 'post' | 'put',
  path: string,
  body: unknown,
  options?: CallOptions,
): Promise<Written> => must(await client[method]<Written>(path, body, options)).body;

/** A person, every field a sentinel. Sex is one of two words and can be none. */
export const person = (sentinels: Sentinels, who: string) => ({
  name: sentinels.text(`${who}.name`),
  otherName: sentinels.text(`${who}.otherName`),
  sex: 'female',
  birthDate: sentinels.date(`${who}.birthDate`),
  ethnicity: sentinels.text(`${who}.ethnicity`),
  religion: sentinels.text(`${who}.religion`),
  personalId: sentinels.identifier(`${who}.personalId`),
  cardNumber: sentinels.identifier(`${who}.cardNumber`),
  oldCardNumber: sentinels.text(`${who}.oldCardNumber`),
  nativePlace: sentinels.text(`${who}.nativePlace`),
  residence: sentinels.text(`${who}.residence`),
  occupation: sentinels.text(`${who}.occupation`),
  phone: sentinels.identifier(`${who}.phone`, 10),
});

/** What an act tells in words. */
const words = (sentinels: Sentinels, act: string) => ({
  decisionNumber: sentinels.text(`${act}.decisionNumber`),
  reason: sentinels.text(`${act}.reason`),
});

/** Registers, admits, moves, corrects and voids; answers the ids of who is then on a roll. */
export async function membersLive({ registry }: Actors, sentinels: Sentinels, { branch, branch2 }: Places) {
  const enter = (who: string, act: object, unitId = branch) =>
    write(registry, 'post', '/v1/members', {
      unitId,
      act: { ...act, ...words(sentinels, `${who}.entry`) },
      person: person(sentinels, who),
    });
  const registered = await enter('registered', { kind: 'registered', on: '2021-01-05', standing: 'official' });
  const admitted = await enter('admitted', {
    kind: 'admitted',
    decisionDate: '2021-02-01',
    ceremonyDate: '2021-02-20',
  });
  const mistaken = await enter('mistaken', { kind: 'registered', on: '2021-01-05', standing: 'probationary' });
  const of = (id: string) => `/v1/members/${id}`;
  let { version } = admitted;
  let last = admitted.actId;
  const act = async (body: { kind: string; on: string; [field: string]: string }) => {
    const told = words(sentinels, body.kind);
    const done = await write(registry, 'post', `${of(admitted.id)}/acts`, { ...body, ...told }, { ifMatch: version });
    ({ version, actId: last } = done);
  };
  await act({ kind: 'recognised', on: '2022-02-20' });
  await act({ kind: 'temporary-started', on: '2022-03-01', unitId: branch2 });
  await act({ kind: 'temporary-ended', on: '2022-05-01' });
  await act({ kind: 'exempted', on: '2022-06-01' });
  await act({ kind: 'exemption-ended', on: '2022-07-01' });
  await act({ kind: 'suspended', on: '2022-08-01' });
  await act({ kind: 'suspension-ended', on: '2022-09-01' });
  await act({ kind: 'transfer-introduced', on: '2022-10-01', toUnitId: branch2 });
  await act({ kind: 'transfer-rejected', on: '2022-10-11' });
  await act({ kind: 'deleted', on: '2023-01-01' });
  const correction = {
    act: { kind: 'deleted', on: '2023-01-02', ...words(sentinels, 'corrected') },
    reason: sentinels.text('correction.reason'),
  };
  const path = `${of(admitted.id)}/acts/${last}`;
  ({ version } = await write(registry, 'put', path, correction, { ifMatch: version }));
  await write(registry, 'post', `${path}/void`, { reason: sentinels.text('actVoid.reason') }, { ifMatch: version });
  await write(
    registry,
    'put',
    `${of(registered.id)}/person`,
    { person: person(sentinels, 'replaced'), reason: sentinels.text('personChange.reason') },
    { ifMatch: 1 },
  );
  await write(
    registry,
    'post',
    `${of(mistaken.id)}/void`,
    { reason: sentinels.text('memberVoid.reason') },
    { ifMatch: 1 },
  );
  return { registered: registered.id, admitted: admitted.id, mistaken: mistaken.id };
}

/** Offices, the tie with the place of residence and a badge of one member. */
export async function membersServe({ registry }: Actors, sentinels: Sentinels, places: Places, memberId: string) {
  const office = { memberId, unitId: places.branch, office: 'committee-member', from: '2022-01-01' };
  const taken = await write(registry, 'post', '/v1/offices', { ...office, reason: sentinels.text('office.reason') });
  const offices = `/v1/offices/${taken.id}`;
  const correction = { from: '2022-02-01', to: null, reason: sentinels.text('officeCorrection.reason') };
  await write(registry, 'put', offices, correction, { ifMatch: 1 });
  const end = { to: '2023-01-01', reason: sentinels.text('officeEnd.reason') };
  await write(registry, 'post', `${offices}/end`, end, { ifMatch: 2 });
  await write(registry, 'post', `${offices}/void`, { reason: sentinels.text('officeVoid.reason') }, { ifMatch: 3 });
  const begun = await write(registry, 'post', `/v1/members/${memberId}/liaisons`, {
    unitId: places.branch2,
    kind: 'full',
    from: '2022-01-01',
  });
  const liaison = `/v1/liaisons/${begun.id}`;
  const comment = { year: 2022, text: sentinels.text('liaison.comment') };
  await write(registry, 'post', `${liaison}/comments`, comment, { ifMatch: 1 });
  const ended = { to: '2023-01-01', reason: sentinels.text('liaisonEnd.reason') };
  await write(registry, 'post', `${liaison}/end`, ended, { ifMatch: 2 });
  await write(registry, 'post', `${liaison}/void`, { reason: sentinels.text('liaisonVoid.reason') }, { ifMatch: 3 });
  return [`${offices}/versions`, `${liaison}/versions`];
}

/** A meeting with its corrections. */
export async function meetingsHappen({ meetings }: Actors, sentinels: Sentinels, { branch }: Places, memberId: string) {
  const meeting = {
    unitId: branch,
    kind: 'regular',
    startsAt: '2023-03-04T19:30:00+07:00',
    endsAt: '2023-03-04T21:10:00+07:00',
  };
  const members = [{ memberId, state: 'present' }];
  // The roll comes to the meetings service by events.
  const logged = await eventually(() => write(meetings, 'post', '/v1/meetings', { ...meeting, closing: { members } }), {
    timeoutMs: 30_000,
  });
  const path = `/v1/meetings/${logged.id}`;
  const correction = { ...meeting, members, reason: sentinels.text('meetingCorrection.reason') };
  await write(meetings, 'put', path, correction, { ifMatch: 1 });
  await write(meetings, 'post', `${path}/void`, { reason: sentinels.text('meetingVoid.reason') }, { ifMatch: 2 });
  return [`${path}/versions`];
}

/** An inspection of a member through all its states, and one that was entered by mistake. */
export async function casesRun({ inspection }: Actors, sentinels: Sentinels, places: Places, memberId: string) {
  const none = { classification: 'none' };
  const details = {
    unitId: places.branch,
    committeeId: places.province,
    kind: 'inspection',
    form: 'regular',
    object: 'member',
    memberId,
    openedOn: '2023-04-01',
    ...none,
  };
  const { id } = await eventually(() => write(inspection, 'post', '/v1/cases', details), { timeoutMs: 30_000 });
  let version = 1;
  const step = async (path: string, body: unknown, method: 'post' | 'put' = 'post') => {
    const options = { ifMatch: version };
    const found = await write(inspection, method, `/v1/cases/${id}${path}`, body, options);
    version = found.version;
  };
  const finding = { severity: 'serious', content: 'unity', ...none };
  const findings = [randomUUID(), randomUUID()];
  for (const [at, findingId] of findings.entries()) {
    const summary = sentinels.text(`finding${at}.summary`);
    await step('/findings', { ...finding, id: findingId, date: '2023-04-10', summary });
  }
  const withdrawal = { on: '2023-04-12', reason: sentinels.text('withdrawal.reason') };
  await step(`/findings/${findings[1]}/withdraw`, withdrawal);
  const obligation = { id: randomUUID(), due: '2023-06-01', text: sentinels.text('obligation.text') };
  const conclusion = sentinels.text('case.conclusion');
  await step('/conclude', { on: '2023-05-01', conclusion, obligations: [obligation], ...none });
  const evidence = sentinels.text('obligation.evidence');
  await step(`/obligations/${obligation.id}/fulfil`, { on: '2023-05-20', evidence, ...none });
  await step('/close', { on: '2023-05-21' });
  await step('', { ...details, form: 'thematic', reason: sentinels.text('caseCorrection.reason') }, 'put');
  await step('/annul', { on: '2023-06-02', reason: sentinels.text('annulment.reason') });
  await step('/void', { reason: sentinels.text('caseVoid.reason') });
  return [
    ...Array.from({ length: version }, (_, at) => `/v1/cases/${id}/narrative?version=${at + 1}`),
    `/v1/cases/${id}/versions`,
  ];
}

/** A report that was handed in, returned, handed in again and accepted; and one that was voided. */
export async function reportsGoUp({ reports, another }: Actors, sentinels: Sentinels, { ward }: Places) {
  const telling = (what: string) => ({
    values: [{ measure: 'integrity.signs-settled', value: '3' }],
    sections: ['situation', 'results', 'proposals'].map((section) => ({
      section,
      text: sentinels.text(`${what}.${section}`),
    })),
  });
  const report = { unitId: ward, type: 'weekly-integrity', submit: true };
  const first = await write(reports, 'post', '/v1/reports', { ...report, period: '2023-W10', ...telling('report') });
  const path = `/v1/reports/${first.id}`;
  await write(another, 'post', `${path}/return`, { reason: sentinels.text('reportReturn.reason') }, { ifMatch: 1 });
  await write(reports, 'put', path, telling('rewritten'), { ifMatch: 2 });
  await write(reports, 'post', `${path}/submit`, {}, { ifMatch: 3 });
  await write(another, 'post', `${path}/accept`, {}, { ifMatch: 4 });
  const wrong = await write(reports, 'post', '/v1/reports', { ...report, period: '2023-W11', ...telling('wrong') });
  const voiding = { reason: sentinels.text('reportVoid.reason') };
  await write(reports, 'post', `/v1/reports/${wrong.id}/void`, voiding, { ifMatch: 1 });
  return [
    `${path}/sections?version=1`,
    `${path}/sections`,
    `${path}/versions`,
    `/v1/reports/${wrong.id}/sections`,
    `/v1/reports/${wrong.id}/versions`,
  ];
}
