import type { BatchTx } from '#messaging';
import type { Store } from '#mongo';
import { withAnswers } from './answers.js';

// Batches did not wait for the tree, since `turn` was not handed on: they worked beside it and in vain.
it('an applier whose answers are taken out is asked everything else that a batch asks', async () => {
  const asked: string[] = [];
  const told = async (name: string): Promise<Record<string, number>> => {
    asked.push(name);
    return {};
  };
  const applier = withAnswers({} as Store, {
    types: ['meetings.meeting-recorded.v1'],
    turn: async (shard) => void (await told(`turn of ${shard}`)),
    guard: () => told('guard'),
    apply: () => told('apply'),
    onGuardLost: async () => void (await told('onGuardLost')),
  });
  await applier.turn('meetings.events/3', () => undefined);
  await applier.guard({} as never);
  await applier.apply({} as BatchTx, []);
  await applier.onGuardLost();
  expect(asked).toEqual(['turn of meetings.events/3', 'guard', 'apply', 'onGuardLost']);
  expect(applier.types).toContain('meetings.digests-answered.v1');
});
