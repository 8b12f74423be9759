import { currentTraceId, runWithTrace, traceContext } from '../trace.js';
import { inSpan, inSpans, openSpan, useSpanSink, type SpanEnd, type SpanStart } from './spans.js';

const TRACE = 'a'.repeat(32);
const parent = `00-${TRACE}-${'b'.repeat(16)}-01`;
const start: SpanStart = { name: 'work', kind: 'internal' };

describe('spans', () => {
  const seen: { start: SpanStart; end?: SpanEnd | undefined; ended: boolean }[] = [];
  const record = () =>
    useSpanSink({
      open: (given) => {
        const entry: (typeof seen)[number] = { start: given, ended: false };
        seen.push(entry);
        const traceId = given.parent?.split('-')[1] ?? 'f'.repeat(32);
        return {
          context: { traceId, traceparent: `00-${traceId}-${String(seen.length).padStart(16, '0')}-01` },
          end: (how) => Object.assign(entry, { end: how, ended: true }),
        };
      },
      close: async () => undefined,
    });
  beforeEach(() => void (seen.length = 0));
  afterEach(() => void useSpanSink(null));

  it('cost nothing while nothing is traced', async () => {
    const starts = jest.fn(() => [start]);
    expect(await inSpans(starts, async () => currentTraceId())).toBeUndefined();
    expect(await inSpan(start, async () => 7)).toBe(7);
    expect(openSpan(start)).toBeNull();
    expect(starts).not.toHaveBeenCalled();
  });

  it('lie below the current one, and what is done inside lies below them', async () => {
    record();
    const inside = await runWithTrace(parent, () => inSpan(start, async () => traceContext()));
    expect(seen[0]?.start.parent).toContain(TRACE);
    expect(inside).toEqual({ traceId: TRACE, traceparent: `00-${TRACE}-0000000000000001-01` });
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ ended: true, end: undefined });
  });

  it('tell the code or name of an error, never its message', async () => {
    record();
    const fault = (error: Error) =>
      inSpan(start, async () => {
        throw error;
      });
    await expect(fault(new TypeError('Nguyễn Văn Thử'))).rejects.toThrow('Nguyễn');
    await expect(fault(Object.assign(new Error('x'), { code: 'stale-version' }))).rejects.toThrow('x');
    expect(seen.map(({ end }) => end)).toEqual([{ error: 'TypeError' }, { error: 'stale-version' }]);
  });

  it('can be several at once, each in a trace of its own; what is done inside is of the first', async () => {
    record();
    const other = parent.replaceAll('a', 'c');
    const inside = await inSpans(
      () => [
        { ...start, parent },
        { ...start, parent: other },
      ],
      async () => currentTraceId(),
    );
    expect(inside).toBe(TRACE);
    expect(seen.map(({ start: each, ended }) => [each.parent, ended])).toEqual([
      [parent, true],
      [other, true],
    ]);
  });
});
