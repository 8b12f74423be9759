import { readFileSync } from 'node:fs';
import { dayOf } from '#calendar';
import type { SessionRecordedV1 } from '#contracts';
import { derive } from '../derive.js';

const TYPE = 'meetings.session-recorded.v1';
const sample = JSON.parse(readFileSync(`libs/contracts/samples/${TYPE}.json`, 'utf8')) as { data: SessionRecordedV1 };
const session = (changes: Partial<SessionRecordedV1>) => derive(TYPE, { ...sample.data, ...changes });

describe('a committee session', () => {
  const counted = { 'K:m': 15, 'K:p': 14, 'K:v': 1, 'K:a': 1, 'K:q': 2, 'K:w': 1 };

  it('counts on its date at the unit whose committee sat: who was there, votes, questions', () => {
    expect(session({})).toEqual([{ u: sample.data.unitId, d: dayOf('2026-08-20'), m: { 'K:c': 1, ...counted } }]);
    expect(session({ body: 'standing-committee', state: 'held' })[0]?.m).toEqual({ 'K:s': 1, ...counted });
  });

  it('adds nothing before it is held, nor once it is voided', () => {
    expect([session({ state: 'prepared' }), session({ state: 'voided' })]).toEqual([[], []]);
  });
});
