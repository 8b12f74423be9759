import { readFileSync } from 'node:fs';
import { dayOf } from '#calendar';
import type { SessionRecordedV1 } from '#contracts';
import { derive } from '../derive.js';

const TYPE = 'meetings.session-recorded.v1';
const sample = JSON.parse(readFileSync(`libs/contracts/samples/${TYPE}.json`, 'utf8')) as { data: SessionRecordedV1 };
const session = (changes: Partial<SessionRecordedV1>) => derive(TYPE, { ...sample.data, ...changes });

describe('a committee session', () => {
  const counted = { 'S:m': 15, 'S:p': 14, 'S:v': 1, 'S:a': 1, 'S:q': 2, 'S:w': 1 };

  it('counts on its date at the unit whose committee sat: who was there, votes, questions', () => {
    expect(session({})).toEqual([{ u: sample.data.unitId, d: dayOf('2026-08-20'), m: { 'S:c': 1, ...counted } }]);
    expect(session({ body: 'standing-committee', state: 'held' })[0]?.m).toEqual({ 'S:s': 1, ...counted });
  });

  it('adds nothing before it is held, nor once it is voided', () => {
    expect([session({ state: 'prepared' }), session({ state: 'voided' })]).toEqual([[], []]);
  });
});
