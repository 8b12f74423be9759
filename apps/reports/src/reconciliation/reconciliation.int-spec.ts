import { randomUUID } from 'node:crypto';
import type { MeetingRecordedV1 } from '#contracts';
import { Store } from '#mongo';
import { exposition } from '#observability';
import { eventually, type Reply } from '#testing';
import { cellsOf } from '../figures/cells.js';
import { contributionsOf } from '../figures/ledger.js';
import { ADMINISTRATOR, ANYONE, meetingOn, SmallFigures } from '../rollups/small-figures.harness.js';
import type { RollupDto } from '../rollups/rollups.dto.js';
import { FactsStep } from './facts.step.js';
import { COMPARED_KINDS } from './facts.rules.js';
import type { TopicTruthAnswer, TruthAnswer } from '../truth/truth.dto.js';
import { PlainSource } from './plain-source.harness.js';
import type { DifferencePage, DifferenceAnswer, RunAnswer, RunPage } from './reconciliations.dto.js';
import { RunsStore } from './runs.store.js';
import { Sources } from './sources.js';

jest.setTimeout(120_000);

type Problem = { code: string; errors?: { path: string; code: string }[] };
const ANSWERING = COMPARED_KINDS.filter(({ type }) =>
  ['meetings.meeting-recorded.v1', 'reports.report-changed.v1'].includes(type),
);

let small: SmallFigures;
let source: PlainSource;

const get = <B = Problem>(path: string, sub = ADMINISTRATOR): Promise<Reply<B>> =>
  small.service.client(sub).get<B>(path);
const post = <B = Problem>(body: object, sub = ADMINISTRATOR): Promise<Reply<B>> =>
  small.service.client(sub).call<B>('POST', '/v1/reconciliations', { body });

const attendance = {
  source: 'declared' as const,
  belong: 20,
  present: 18,
  excused: 2,
  unexcused: 0,
  exempt: 0,
  elsewhere: 0,
  voteBase: 20,
};
const meetingAt = (unitId: string, date: string, over: object = {}): MeetingRecordedV1 =>
  meetingOn(unitId, date, { attendance, ...over }).data as MeetingRecordedV1;

/** Meetings and people present, of a unit in 2026. */
async function figuresOf(unit: string): Promise<(number | null)[]> {
  const path = `/v1/units/${unit}/rollup?period=2026&measures=meetings.held,attendance.present`;
  const { status, body } = await get<RollupDto>(path);
  expect({ status, body }).toMatchObject({ status: 200 });
  return body.figures.map(({ value }) => value);
}
const rollup = async (unit: string, period = '2026'): Promise<RollupDto> =>
  (await get<RollupDto>(`/v1/units/${unit}/rollup?period=${period}`)).body;

async function reconciled(body: object = {}): Promise<RunAnswer> {
  const { status, body: asked, headers } = await post<RunAnswer>(body);
  expect({ status, asked }).toMatchObject({ status: 202, asked: { id: expect.any(String) as string } });
  expect(headers.get('location')).toBe(`/v1/reconciliations/${asked.id}`);
  return eventually(
    async () => {
      const { body: run } = await get<RunAnswer>(`/v1/reconciliations/${asked.id}`);
      return !['waiting', 'running'].includes(run.state) && run;
    },
    { timeoutMs: 60_000 },
  );
}
const differencesOf = async ({ id }: RunAnswer): Promise<DifferenceAnswer[]> =>
  (await get<DifferencePage>(`/v1/reconciliations/${id}/differences?limit=500`)).body.items;
const kindsOf = (found: readonly DifferenceAnswer[]): string[] =>
  found.map(({ kind, state }) => `${kind} ${state}`).filter((one) => !one.startsWith('cell'));

/** What the page of truth says of meetings once all partitions counted at one watermark, and as it should be. */
const truthOf = (expected: Partial<TopicTruthAnswer>): Promise<TruthAnswer> =>
  eventually(async () => {
    const { body } = await get<TruthAnswer>('/v1/truth');
    const topic = body.services.flatMap(({ topics }) => topics).find((one) => one.topic === 'meetings.events');
    expect(topic).toMatchObject({ ...expected, at: expect.any(String) as string });
    return body;
  });

const db = () => small.service.app.get(Store).db;
const counted = (n: number) => eventually(async () => (await figuresOf(small.centre))[0] === n, { timeoutMs: 30_000 });

describe('a reconciliation', () => {
  let held: MeetingRecordedV1[];

  beforeAll(async () => {
    small = await SmallFigures.open();
    source = await PlainSource.open(small.service.env);
    small.service.app.get(FactsStep).kinds = ANSWERING;
    const days = ['2026-02-03', '2026-05-10', '2026-07-15', '2026-07-16', '2026-08-01'];
    held = small.branches.flatMap((branch) => days.map((date) => meetingAt(branch, date)));
    await source.record(...held, meetingAt(small.branches[0], '2026-09-01', { state: 'planned', attendance: null }));
    await counted(held.length);
  });
  afterAll(async () => {
    await source?.close();
    await small?.close();
  }, 30_000);

  it('finds nothing where nothing differs, and says how much it looked at', async () => {
    const run = await reconciled();
    expect(run).toMatchObject({ state: 'finished', silent: [], requestedBy: ADMINISTRATOR });
    expect(run.counts).toEqual({ suspects: 0, repaired: 0, disputed: 0, healed: 0 });
    const { step, facts, cells } = run.progress;
    // 21 meetings; the centre, the province and two wards in five months of them.
    expect({ step, facts, cells }).toEqual({ step: 'done', facts: 21, cells: 16 });
    expect(await differencesOf(run)).toEqual([]);
    const truth = await truthOf({ accepted: 21, applied: 21, unplaced: 0, refused: 0, pending: 0, balanced: true });
    expect(truth).toMatchObject({ disputed: 0, deadLetters: [], lastReconciliation: run });
  });

  it('finds what was lost or altered on either side, and makes it right', async () => {
    const before = await figuresOf(small.centre);
    const [removed, behind, entries, content] = held as [
      MeetingRecordedV1,
      MeetingRecordedV1,
      MeetingRecordedV1,
      MeetingRecordedV1,
    ];
    const never = meetingAt(small.branches[2], '2026-03-01');
    await source.keepBack(never);
    await source.keepBack({ ...behind, version: 2, attendance: { ...attendance, present: 10 } });
    const contributions = contributionsOf(db());
    await contributions.deleteOne({ _id: removed.meetingId });
    await contributions.updateOne({ _id: entries.meetingId }, { $inc: { 'p.0.m.p:r': 5 } });
    await contributions.updateOne({ _id: content.meetingId }, { $set: { h: 'f'.repeat(64) } });
    await cellsOf(db()).updateOne({ u: small.province, m: '2026-05' }, { $inc: { 't.h:r': 7 } });
    await cellsOf(db()).deleteMany({ u: small.wards[1], m: '2026-08' });

    const run = await reconciled();
    const found = await differencesOf(run);
    expect({ run, found }).toMatchObject({ run: { state: 'finished', counts: { disputed: 0, healed: 0 } } });
    expect(kindsOf(found).sort()).toEqual([
      'fact-behind repaired',
      'fact-content repaired',
      'fact-missing repaired',
      'fact-missing repaired',
    ]);
    const wrongCells = found.filter(({ kind }) => kind === 'cell').map(({ unitId, month }) => `${unitId} ${month}`);
    expect(wrongCells).toEqual(
      expect.arrayContaining([`${small.province} 2026-05`, `${small.wards[1]} 2026-08`, `${small.wards[0]} 2026-07`]),
    );
    expect(await figuresOf(small.centre)).toEqual([before[0]! + 1, before[1]! + 18 - 8]);
    expect(await contributions.findOne({ _id: entries.meetingId })).toMatchObject({ p: [{ m: { 'p:r': 18 } }] });
    expect((await reconciled()).counts).toEqual({ suspects: 0, repaired: 0, disputed: 0, healed: 0 });
    // One never published, and a version of another: what was accepted is counted from the facts.
    await truthOf({ accepted: 23, applied: 23, balanced: true });
    // Mended, not replaced: what comes later replaces it as ever.
    await source.record({ ...content, version: 2, attendance: { ...attendance, present: 20 } });
    await eventually(async () => (await figuresOf(small.centre))[1] === before[1]! + 18 - 8 + 2);
    expect((await reconciled()).counts.repaired).toBe(0);
  });

  it('disputes what no source can make right, says so with the figures, and heals it once it is right', async () => {
    const [restored, unknown] = [held[4], held[6]] as [MeetingRecordedV1, MeetingRecordedV1];
    await source.record({ ...restored, version: 2 });
    await eventually(async () => (await contributionsOf(db()).findOne({ _id: restored.meetingId }))?.v === 2);
    // As a source is after an older backup of it was restored: two facts of which it knows less than the figures.
    await source.keepBack(restored);
    await source.held.deleteOne({ _id: unknown.meetingId });

    const run = await reconciled();
    expect(run).toMatchObject({ state: 'finished', counts: { repaired: 0, disputed: 2 } });
    const found = await differencesOf(run);
    expect(kindsOf(found).sort()).toEqual(['fact-ahead disputed', 'fact-unknown disputed']);
    const ahead = found.find(({ kind }) => kind === 'fact-ahead')!;
    expect(ahead).toMatchObject({
      unitId: restored.unitId,
      month: '2026-08',
      fact: { type: 'meetings.meeting-recorded.v1', id: restored.meetingId, source: 1, figures: 2 },
    });
    const { disputed = [] } = await rollup(small.wards[0], '2026-Q3');
    expect(disputed).toEqual([{ kind: 'fact-ahead', month: '2026-08', difference: `/v1/differences/${ahead.id}` }]);
    expect((await get<DifferenceAnswer>(disputed[0]!.difference)).body).toEqual(ahead);
    expect(await rollup(small.branches[2])).not.toHaveProperty('disputed');
    expect(await rollup(small.wards[0], '2026-02')).not.toHaveProperty('disputed');
    expect((await exposition()).text).toMatch(/^lien_cap_disputed_differences\S* 2$/m);

    await source.keepBack({ ...restored, version: 2 });
    await source.keepBack(unknown);
    expect(await reconciled()).toMatchObject({ counts: { repaired: 0, disputed: 0, healed: 2 } });
    expect((await get<DifferenceAnswer>(`/v1/differences/${ahead.id}`)).body.state).toBe('healed');
    expect(await rollup(small.centre)).not.toHaveProperty('disputed');
  });

  it('raises no false alarm while facts and changes of the tree flow', async () => {
    let done = false;
    let recorded = 0;
    const flow = (async () => {
      while (!done) {
        const branch = small.branches[recorded % 4]!;
        const one = meetingAt(branch, `2026-${String((recorded % 9) + 1).padStart(2, '0')}-11`);
        await source.record(one);
        await source.record({ ...one, version: 2, attendance: { ...attendance, present: recorded % 19 } });
        if (recorded % 7 === 0) await small.moveLast(recorded % 2 === 0 ? '2026-06-01' : '2026-07-16');
        recorded += 1;
      }
    })();
    const runs = [await reconciled(), await reconciled({ unitId: small.province, fromMonth: '2026-01' })];
    done = true;
    await flow;
    for (const run of runs) {
      expect({ run, found: await differencesOf(run) }).toMatchObject({ run: { state: 'finished' }, found: [] });
      expect(run.counts).toMatchObject({ repaired: 0, disputed: 0, healed: 0 });
    }
    expect(recorded).toBeGreaterThan(10);
    await truthOf({ balanced: true, pending: 0 });
  });

  it('looks at a unit and some months alone', async () => {
    const [here, elsewhere] = [held[0], held[10]] as [MeetingRecordedV1, MeetingRecordedV1];
    await contributionsOf(db()).deleteMany({ _id: { $in: [here.meetingId, elsewhere.meetingId] } });
    const run = await reconciled({ unitId: small.wards[0], fromMonth: '2026-01', toMonth: '2026-12' });
    expect(run).toMatchObject({ state: 'finished', counts: { disputed: 0 } });
    const found = (await differencesOf(run)).filter(({ kind }) => kind !== 'cell');
    expect(found).toMatchObject([{ kind: 'fact-missing', state: 'repaired', fact: { id: here.meetingId } }]);
    expect(await contributionsOf(db()).countDocuments({ _id: elsewhere.meetingId })).toBe(0);
    expect((await differencesOf(await reconciled())).filter(({ kind }) => kind !== 'cell')).toMatchObject([
      { kind: 'fact-missing', state: 'repaired', fact: { id: elsewhere.meetingId } },
    ]);
  });

  it('says which source is silent, compares the others, and touches no cell that it cannot be sure of', async () => {
    const { app } = small.service;
    app.get(FactsStep).kinds = COMPARED_KINDS.filter(
      (kind) => ANSWERING.includes(kind) || kind.service === 'inspection',
    );
    app.get(Sources).patienceMs = 300;
    // Nothing was heard past this instant, so nothing that is missing is lost yet.
    const ahead = new Date(Date.now() + 3_600_000).toISOString();
    await expect(app.get(Sources).applied('meetings', 'meetings.events', ahead)).rejects.toThrow('meetings does not');
    const [cell] = await cellsOf(db()).find({ u: small.centre, m: '2026-02' }).toArray();
    await cellsOf(db()).updateOne({ _id: cell!._id }, { $inc: { 't.h:r': 3 } });
    const run = await reconciled();
    expect(run).toMatchObject({ state: 'incomplete', silent: ['inspection'], counts: { disputed: 1 } });
    expect((await rollup(small.centre)).disputed).toMatchObject([{ kind: 'cell', month: '2026-02' }]);
    app.get(FactsStep).kinds = ANSWERING;
    app.get(Sources).patienceMs = 30_000;
    expect(await reconciled()).toMatchObject({ state: 'finished', counts: { repaired: 1, disputed: 0, healed: 1 } });
    expect(await rollup(small.centre)).not.toHaveProperty('disputed');
  });

  it('is listed, the newest first, page by page', async () => {
    const { body: first } = await get<RunPage>('/v1/reconciliations?limit=2');
    const { body: second } = await get<RunPage>(`/v1/reconciliations?limit=2&cursor=${first.next}`);
    const times = [...first.items, ...second.items].map(({ createdAt }) => createdAt);
    expect(new Set(times).size).toBe(4);
    expect(times).toEqual([...times].sort().toReversed());
    const { body: healed } = await get<DifferencePage>('/v1/differences?state=healed&limit=1');
    const { body: rest } = await get<DifferencePage>(`/v1/differences?state=healed&cursor=${healed.next}`);
    expect([...healed.items, ...rest.items]).toHaveLength(3);
  });

  it('is for who operates at the root', async () => {
    for (const path of ['truth', 'reconciliations', `reconciliations/${randomUUID()}`, 'differences'])
      expect(await get(`/v1/${path}`, ANYONE)).toMatchObject({ status: 403, body: { code: 'outside-subtree' } });
    expect(await post({}, ANYONE)).toMatchObject({ status: 403, body: { code: 'outside-subtree' } });
  });

  it('is refused when it cannot be', async () => {
    const id = randomUUID();
    await reconciled({ id, unitId: small.branches[0] });
    const refusals: [object, number, string][] = [
      [{ fromMonth: '2026-05', toMonth: '2026-04' }, 422, 'months-reversed'],
      [{ unitId: randomUUID() }, 404, 'no-such-unit'],
      [{ id }, 409, 'reconciliation-exists'],
      [{ fromMonth: '2026-13' }, 400, 'invalid-request'],
    ];
    for (const [body, status, code] of refusals) expect(await post(body)).toMatchObject({ status, body: { code } });
    expect((await get(`/v1/reconciliations/${randomUUID()}`)).body.code).toBe('no-such-reconciliation');
    expect((await get(`/v1/reconciliations/${randomUUID()}/differences`)).body.code).toBe('no-such-reconciliation');
    expect((await get(`/v1/differences/${randomUUID()}`)).body.code).toBe('no-such-difference');
    expect((await get('/v1/reconciliations?cursor=x')).body.code).toBe('invalid-cursor');
    const { runs } = small.service.app.get(RunsStore);
    // Another worker has the first of ten.
    const claim = { owner: 'another', until: new Date(Date.now() + 60_000) };
    const [like] = await runs.find({ _id: id }).toArray();
    const waiting = Array.from({ length: 10 }, () => ({
      ...like!,
      _id: randomUUID(),
      state: 'waiting' as const,
      claim,
    }));
    await runs.insertMany(waiting);
    expect(await post({})).toMatchObject({ status: 409, body: { code: 'reconciliations-waiting' } });
    await runs.deleteMany({ 'claim.owner': 'another' });
  });
});
