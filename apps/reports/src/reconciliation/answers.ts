import { EVENT_TYPES, type DigestsAnsweredV1, type EventType } from '#contracts';
import type { Applied, BatchApplier, BatchTx, ReceivedEvent } from '#messaging';
import type { Store } from '#mongo';
import { ANSWERS } from './reconciliation.schema.js';

/** An answer of a source, until who asked has read it. */
export type AnswerDocument = { _id: string; answer: DigestsAnsweredV1; at: Date };

/** Whole, so that the compiler misses what is not handed on: batches did not wait for the tree, since `turn` was not. */
type FactApplier = Required<Omit<BatchApplier, 'strict'>>;

const ANSWER_TYPES: readonly EventType[] = EVENT_TYPES.filter((type) => type.endsWith('digests-answered.v1'));
const isAnswer = ({ type }: ReceivedEvent): boolean => ANSWER_TYPES.includes(type);

/**
 * Answers come on the topics of the facts they tell of, and a topic has one handler: takes them out of what an applier is
 * handed, and keeps them in the same transaction.
 */
export const withAnswers = (store: Store, facts: FactApplier): FactApplier => ({
  types: [...facts.types, ...ANSWER_TYPES],
  turn: (shard, onCommitted) => facts.turn(shard, onCommitted),
  guard: (progress) => facts.guard(progress),
  onGuardLost: () => facts.onGuardLost(),
  async apply(tx: BatchTx, events: ReceivedEvent[]): Promise<Applied> {
    const answers = events.filter(isAnswer);
    if (answers.length === 0) return facts.apply(tx, events);
    await keep(store, tx, answers);
    const others = events.filter((event) => !isAnswer(event));
    return others.length === 0 ? {} : facts.apply(tx, others);
  },
});

/** An answer that came twice is the same answer. */
async function keep(store: Store, { session, time }: BatchTx, answers: readonly ReceivedEvent[]): Promise<void> {
  await store.db.collection<AnswerDocument>(ANSWERS).bulkWrite(
    answers.map(({ data }) => {
      const answer = data as DigestsAnsweredV1;
      const $setOnInsert = { answer, at: new Date(time) };
      return { updateOne: { filter: { _id: answer.requestId }, update: { $setOnInsert }, upsert: true } };
    }),
    { session, ordered: false },
  );
}
