import { eventFrame, frame, matches, resumePoint, type FeedEvent } from './feed.rules.js';

const event: FeedEvent = {
  _id: 7,
  eventId: '7f1c2b52-6d3e-4a57-9d0c-3a1f0f6c8f11',
  factId: 'case/1',
  version: 2,
  hash: '',
  at: new Date(0),
  path: ['branch', 'ward', 'root'],
  kind: 'inspection',
  change: 'finding-recorded',
  severity: 'serious',
  event: '{"id":1}',
};

describe('an event of the feed', () => {
  it.each([
    ['the inspected unit', { unit: 'branch' }, true],
    ['a unit above', { unit: 'root' }, true],
    ['a unit elsewhere', { unit: 'other' }, false],
    ['a change that was chosen', { unit: 'ward', changes: ['opened', 'finding-recorded'] as const }, true],
    ['changes that it is not', { unit: 'ward', changes: ['opened'] as const }, false],
    ['the other kind', { unit: 'ward', kind: 'supervision' as const }, false],
    ['its own severity as the minimum', { unit: 'ward', severity: 'serious' as const }, true],
    ['a lower minimum', { unit: 'ward', severity: 'less-serious' as const }, true],
    ['a higher minimum', { unit: 'ward', severity: 'very-serious' as const }, false],
  ])('is matched by %s or not', (_, subscription, expected) => {
    expect(matches(subscription, event)).toBe(expected);
  });

  it('without a severity is left out where one is asked for', () => {
    expect(matches({ unit: 'ward', severity: 'less-serious' }, { ...event, severity: null })).toBe(false);
    expect(matches({ unit: 'ward' }, { ...event, severity: null })).toBe(true);
  });

  it('becomes one frame', () => {
    expect(eventFrame(event)).toBe(`id: ${event.eventId}\nevent: case-finding-recorded\ndata: {"id":1}\n\n`);
    expect(frame({ id: '@3' })).toBe('id: @3\n\n');
    expect(frame({ data: '{\r\n"a": 1\n}' })).toBe('data: {\ndata: "a": 1\ndata: }\n\n');
  });
});

describe('a Last-Event-ID', () => {
  it.each([
    [undefined, 'none'],
    ['', 'none'],
    ['@0', { position: 0 }],
    ['@41', { position: 41 }],
    [event.eventId.toUpperCase(), { eventId: event.eventId }],
    ['41', 'malformed'],
    ['@-1', 'malformed'],
    ['@9999999999999999', 'malformed'],
    ['x', 'malformed'],
  ])('%s is read', (text, expected) => {
    expect(resumePoint(text)).toEqual(expected);
  });
});
