import { randomUUID } from 'node:crypto';
import { rowsOf } from '#bulk';
import { Authorizer } from '#http';
import { LostClaim } from '#messaging';
import { eventually, type Reply } from '#testing';
import { MEETING_COLUMNS } from '../bulk-columns.rules.js';
import { CLERK, csvOf, FOREIGN_CLERK, Office, READER, type Fault, type Problem } from '../bulk.harness.js';
import { MeetingEntry } from '../meeting-entry.js';
import { JobBell } from './job-bell.js';
import { JobChunks } from './job-chunks.js';
import { JobWorker, ROWS_OF_CHUNK } from './job-worker.js';
import type { JobAnswer } from './jobs.dto.js';
import { JobsStore } from './jobs.store.js';

let office: Office;
beforeAll(async () => {
  office = await Office.open();
}, 90_000);
afterAll(() => office?.service.close());

const JOBS = '/v1/meetings/bulk/jobs';
const clerk = () => office.service.client(CLERK);
const read = async (id: string): Promise<JobAnswer> => (await clerk().get<JobAnswer>(`${JOBS}/${id}`)).body;
const act = (id: string, name: string, body: object, ifMatch?: number): Promise<Reply<JobAnswer & Problem>> =>
  clerk().call('POST', `${JOBS}/${id}/${name}`, { body, ifMatch });
const becomes = (id: string, wanted: Partial<JobAnswer>) =>
  eventually(
    async () => {
      const job = await read(id);
      const { state, accepted, rejected, partsDone } = job;
      const now = { state, accepted, rejected, partsDone };
      if (Object.entries(wanted).some(([field, value]) => now[field as keyof typeof now] !== value))
        throw new Error(JSON.stringify(now));
      return job;
    },
    { timeoutMs: 60_000 },
  );
const rows = (count: number): string => csvOf(Array.from({ length: count }, () => office.row()));
const code = ({ status, body }: Reply<Problem>) => [status, body.code];
const worker = () => office.service.app.get(JobWorker);
/** As in another process of the service. */
const anotherWorker = (): JobWorker => {
  const { app } = office.service;
  return new JobWorker(
    app.get(JobsStore),
    app.get(JobChunks),
    app.get(MeetingEntry),
    app.get(Authorizer),
    new JobBell(),
  );
};

describe('a job', () => {
  it('takes up parts in any order, tells the rejected rows, and is finished when all are worked', async () => {
    const before = await office.meetings();
    const id = await office.job();
    const bad = csvOf([office.row(), office.row({ present: 'Sentinel' }), office.row({ unit: office.codes.foreign })]);
    expect((await office.part(id, 2, bad)).body).toMatchObject({ part: 2, rows: 3 });
    expect((await office.part(id, 1, rows(2))).status).toBe(200);
    await becomes(id, { state: 'open', partsDone: 2 });
    expect(code(await act(id, 'finish', { parts: 3 }, 1))).toEqual([409, 'parts-missing']);
    expect((await act(id, 'finish', { parts: 2 }, 1)).body).toMatchObject({ version: 2, state: 'finished' });
    expect(await read(id)).toMatchObject({ rows: 5, accepted: 3, rejected: 2, parts: 2, firstAt: expect.any(String) });
    expect(await office.meetings()).toBe(before + 3);
    type Page = { items: { part: number; row: number; errors: Fault[] }[]; next: string | null };
    const page = await clerk().get<Page>(`${JOBS}/${id}/rejections?limit=1`);
    const rest = await clerk().get<Page>(`${JOBS}/${id}/rejections?limit=1&cursor=${page.body.next}`);
    expect([...page.body.items, ...rest.body.items]).toEqual([
      { part: 2, row: 3, errors: [{ column: 'present', code: 'is-int', detail: 'Phải là số nguyên.' }] },
      { part: 2, row: 4, errors: [{ column: 'unit', code: 'unit-not-below', detail: expect.any(String) }] },
    ]);
    expect(rest.body.next).toBeNull();
    expect(await office.db.collection('bulk_parts').countDocuments({ jobId: id, text: { $ne: null } })).toBe(0);
  });

  it('answers a part that comes again as the first time, and refuses another content under its number', async () => {
    const id = await office.job();
    const first = await office.part(id, 1, rows(1));
    await becomes(id, { partsDone: 1 });
    const before = await office.meetings();
    expect((await office.part(id, 1, rows(1))).body).toEqual(first.body);
    expect(code(await office.part(id, 1, rows(2)))).toEqual([409, 'part-differs']);
    expect(await read(id)).toMatchObject({ parts: 1, rows: 1 });
    expect(await office.meetings()).toBe(before);
  });

  it('goes on where it was when its worker is stopped in the middle, and doubles nothing', async () => {
    const before = await office.meetings();
    const count = 5 * ROWS_OF_CHUNK + 1;
    const id = await office.job();
    await office.part(id, 1, rows(count));
    await eventually(async () => (await read(id)).accepted > 0, { timeoutMs: 30_000, everyMs: 5 });
    await worker().stop();
    const { accepted } = await read(id);
    expect(accepted % ROWS_OF_CHUNK).toBe(0);
    expect(accepted).toBeLessThan(count);
    expect(await office.meetings()).toBe(before + accepted);
    // As a killed process leaves it: the claim is still there, until its time has passed.
    const jobs = office.db.collection<{ _id: string }>('bulk_jobs');
    const claim = { owner: randomUUID(), until: new Date(Date.now() + 60_000) };
    await jobs.updateOne({ _id: id }, { $set: { claim } });
    const next = anotherWorker();
    expect(await next.turn()).toBe(false);
    await jobs.updateOne({ _id: id }, { $set: { 'claim.until': new Date(0) } });
    // Two at once, of whom one takes the job from the other while it works.
    next.start();
    await eventually(async () => (await read(id)).accepted > accepted, { timeoutMs: 30_000, everyMs: 5 });
    await jobs.updateOne({ _id: id }, { $set: { 'claim.until': new Date(0) } });
    worker().start();
    await becomes(id, { accepted: count, rejected: 0, partsDone: 1 });
    await next.stop();
    expect(await office.meetings()).toBe(before + count);
    expect((await act(id, 'finish', { parts: 1 }, 1)).body.state).toBe('finished');
  }, 120_000);

  it('lets no chunk in twice, and none of a worker that lost the job', async () => {
    await worker().stop();
    const { app } = office.service;
    const [chunks, entry, { parts }] = [app.get(JobChunks), app.get(MeetingEntry), app.get(JobsStore)];
    const id = await office.job();
    await office.part(id, 1, rows(2));
    const part = (await parts.findOne({ jobId: id }))!;
    const file = { text: part.text!, format: 'text/csv' } as const;
    const batch = {
      unit: office.units.ward,
      dates: 'iso',
      scope: part._id,
      rows: rowsOf(file, MEETING_COLUMNS),
    } as const;
    const [first, second] = await entry.judged(batch);
    expect((await chunks.claim('one'))?._id).toBe(id);
    await chunks.save('one', part, 0, [first!]);
    await expect(chunks.save('one', part, 0, [first!])).rejects.toThrow(LostClaim);
    await chunks.release(id, 'one');
    expect((await chunks.claim('other'))?._id).toBe(id);
    await expect(chunks.save('one', part, 1, [second!])).rejects.toThrow(LostClaim);
    await chunks.save('other', part, 1, [second!]);
    expect(await read(id)).toMatchObject({ accepted: 2, rejected: 0, partsDone: 1 });
    worker().start();
  });

  it('that is cancelled takes no more, and keeps what is in', async () => {
    await worker().stop();
    const id = await office.job();
    await office.part(id, 1, rows(1));
    expect((await act(id, 'cancel', {}, 1)).body).toMatchObject({ state: 'cancelled', version: 2 });
    expect(await worker().turn()).toBe(false);
    worker().start();
    expect(code(await office.part(id, 2, rows(1)))).toEqual([409, 'job-closed']);
    expect(code(await act(id, 'finish', { parts: 1 }, 2))).toEqual([409, 'job-closed']);
    expect(code(await act(id, 'cancel', {}, 1))).toEqual([412, 'stale-version']);
    expect(await read(id)).toMatchObject({
      accepted: 0,
      acts: [{ act: 'opened', actor: CLERK }, { act: 'cancelled' }],
    });
  });

  it('whose opener lost the right enters nothing more', async () => {
    await worker().stop();
    const id = await office.job();
    await office.db
      .collection<{ _id: string }>('bulk_jobs')
      .updateOne({ _id: id }, { $set: { sub: 'demo-integrator' } });
    await office.part(id, 1, rows(1));
    worker().start();
    await becomes(id, { accepted: 0, rejected: 1 });
    const { body } = await clerk().get(`${JOBS}/${id}/rejections`);
    expect(body).toMatchObject({ items: [{ errors: [{ column: 'row', code: 'outside-subtree' }] }] });
  });

  it('is refused when it cannot be taken as declared', async () => {
    const open = (body: object) => clerk().call<Problem>('POST', JOBS, { body });
    const declared = { unit: office.units.ward, format: 'text/csv' };
    expect(code(await open({ ...declared, mode: 'atomic' }))).toEqual([422, 'job-not-atomic']);
    const id = await office.job({ id: randomUUID() });
    expect(code(await open({ ...declared, id }))).toEqual([409, 'job-exists']);
    expect(code(await office.part(id, 0, rows(1)))).toEqual([422, 'part-out-of-range']);
    expect(code(await office.part(id, 'x', rows(1)))).toEqual([400, 'invalid-request']);
    expect(code(await office.part(id, 1, '{}', 'application/x-ndjson'))).toEqual([422, 'part-format']);
    expect(code(await office.part(id, 1, `unit\n${'x\n'.repeat(5_001)}`))).toEqual([413, 'too-many-rows']);
    expect(code(await office.part(id, 1, `unit\n${'x\n'.repeat(5_400_000)}`))).toEqual([413, 'part-too-large']);
    expect(code(await office.part(randomUUID(), 1, rows(1)))).toEqual([404, 'no-such-job']);
    await office.db.collection<{ _id: string }>('bulk_jobs').updateOne({ _id: id }, { $set: { parts: 20 } });
    const busy = await office.part(id, 1, rows(1));
    expect([...code(busy), busy.headers.get('retry-after')]).toEqual([409, 'parts-waiting', '2']);
  });

  it('is for who enters meetings at its unit', async () => {
    const id = await office.job();
    for (const sub of [FOREIGN_CLERK, READER]) {
      const other = office.service.client(sub);
      const body = { unit: office.units.ward, format: 'text/csv' };
      const replies = [
        await other.call<Problem>('POST', JOBS, { body }),
        await other.get<Problem>(`${JOBS}/${id}`),
        await other.get<Problem>(`${JOBS}/${id}/rejections`),
        await office.part(id, 1, rows(1), 'text/csv', sub),
        await other.call<Problem>('POST', `${JOBS}/${id}/finish`, { body: { parts: 1 }, ifMatch: 1 }),
        await other.call<Problem>('POST', `${JOBS}/${id}/cancel`, { ifMatch: 1 }),
      ];
      expect(replies.map(code)).toEqual(replies.map(() => [403, 'outside-subtree']));
    }
  });
});
