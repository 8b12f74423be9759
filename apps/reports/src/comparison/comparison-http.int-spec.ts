import { eventually, type Reply } from '#testing';
import type { ChangesDto } from '../changes/changes.dto.js';
import type { RollupDto } from '../rollups/rollups.dto.js';
import { ANYONE, meetingOn, OPERATOR, settle, SmallFigures } from '../rollups/small-figures.harness.js';
import type { ComparisonDto } from './comparison.dto.js';

jest.setTimeout(120_000);

type Problem = { code: string; detail: string; errors?: { path: string; code: string }[] };
const QUARTERS = { period: '2026-Q3', against: '2026-Q2' };

describe('a comparison over HTTP', () => {
  let small: SmallFigures;
  const get = <B>(path: string, query: Record<string, string>, sub = OPERATOR): Promise<Reply<B>> =>
    small.service.client(sub).get<B>(`/v1/units/${path}?${new URLSearchParams(query)}`);
  const compare = <B = ComparisonDto>(more: Record<string, string> = {}, sub?: string): Promise<Reply<B>> =>
    get<B>(`${small.wards[0]}/comparison`, { ...QUARTERS, ...more }, sub);
  const held = ({ body }: Reply<ComparisonDto>) => {
    const [{ now, before, difference }] = body.figures as [ComparisonDto['figures'][number]];
    return [now.value, before.value, difference];
  };
  /** Answers an instant of which nothing more can become known. */
  const settled = async (): Promise<string> => {
    await settle(small.service);
    const window = { period: '2026-Q2', from: '2020-01-01T00:00:00Z' };
    return (await get<ChangesDto>(`${small.centre}/changes`, window)).body.settledThrough;
  };

  beforeAll(async () => {
    small = await SmallFigures.open();
    const [first, , , moving] = small.branches;
    const days = ['2026-06-10', '2026-07-20'];
    await small.meet(4, ...days.flatMap((day) => [meetingOn(first, day), meetingOn(moving, day)]));
  });
  afterAll(() => small?.close(), 30_000);

  it('holds each period in the tree of its days, or both in one, and names who moved in between', async () => {
    const was = await compare();
    expect(held(was)).toEqual([1, 2, -1]);
    expect(was.body.figures[0]?.growth).toMatchObject({ value: -50, numerator: -1, denominator: 2 });
    expect(was.body).toMatchObject({
      changed: 1,
      items: [
        {
          unit: { id: small.branches[3] },
          date: '2026-07-16',
          kinds: ['moved-out'],
          parents: { before: small.wards[0], after: small.wards[1] },
        },
      ],
      next: null,
    });
    expect(was.body.freshness).toBeDefined();
    expect(held(await compare({ tree: 'as-is' }))).toEqual([1, 1, 0]);
    expect(held(await compare({ tree: 'as-of:2026-06-30' }))).toEqual([2, 2, 0]);
  });

  it('tells changes of units page by page', async () => {
    const province = (more: object = {}) =>
      get<ComparisonDto>(`${small.province}/comparison`, { period: '2026', against: '2009', limit: '3', ...more });
    const pages = [(await province()).body];
    for (let { next } = pages[0]!; next;) {
      const { body } = await province({ cursor: next });
      pages.push(body);
      ({ next } = body);
    }
    const told = pages.flatMap(({ items }) => items.map(({ unit, date }) => `${date} ${unit.id}`));
    expect(new Set(told).size).toBe(pages[0]!.changed);
    expect(told).toEqual([...told].sort());
    expect(pages.length).toBeGreaterThan(1);
  });

  it('of a past instant stays as it is, whatever comes later; so do lineage, branches that miss a meeting, and a rollup with its ETag', async () => {
    const knownAt = await settled();
    const june = { period: '2026-Q2', knownAt };
    const paths = ['rollup', 'lineage', 'missing'].map((name) => `${small.wards[0]}/${name}`);
    const ask = async () => [
      await compare({ knownAt }),
      ...(await Promise.all(paths.map((path) => get<unknown>(path, june)))),
    ];
    const before = await ask();
    expect(before.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(before[1]!.headers.get('etag')).toMatch(/^"/);
    expect((before[0]!.body as ComparisonDto).freshness).toBeUndefined();

    await small.meet(6, ...['2026-06-11', '2026-06-12'].map((day) => meetingOn(small.branches[0], day)));
    await small.moveLast('2026-06-01');
    await eventually(async () => (await compare()).body.items[0]?.date === '2026-06-01');
    const now = await get<RollupDto>(`${small.wards[0]}/rollup`, { period: '2026-Q2', measures: 'meetings.held' });
    expect(now.body.figures[0]?.value).toBe(3); // of the first branch alone
    await settle(small.service);
    const after = await ask();
    expect(after.map(({ body }) => body)).toEqual(before.map(({ body }) => body));
    expect(after.map(({ headers }) => headers.get('etag'))).toEqual(before.map(({ headers }) => headers.get('etag')));
    expect(held(after[0] as Reply<ComparisonDto>)).toEqual([1, 2, -1]);
  });

  it('is refused by code, with the field', async () => {
    const refused = async (more: Record<string, string>, sub?: string) => {
      const { status, body } = await compare<Problem>(more, sub);
      return [status, body.code, ...(body.errors ?? []).map(({ path }) => path)];
    };
    expect(await refused({ against: '2026-Q3' })).toEqual([422, 'comparison-reversed', 'against']);
    expect(await refused({ knownAt: '2099-01-01T00:00:00Z' })).toEqual([409, 'instant-not-settled', 'knownAt']);
    expect(await refused({ knownAt: '2020-01-01T00:00:00Z' })).toEqual([422, 'instant-before-ledger', 'knownAt']);
    expect(await refused({ knownAt: 'yesterday' })).toEqual([400, 'invalid-request', 'knownAt']);
    expect(await refused({ tree: 'as-it-were' })).toEqual([400, 'lens-malformed', 'tree']);
    expect(await refused({ cursor: 'x' })).toEqual([400, 'invalid-cursor', 'cursor']);
    expect(await refused({}, ANYONE)).toEqual([403, 'outside-subtree']);
  });
});
