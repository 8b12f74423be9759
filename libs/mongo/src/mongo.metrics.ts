import { counter } from '#observability';

const transactions = counter({
  name: 'lien_cap_store_transactions_total',
  help: 'Transactions by outcome: committed, repeated (aborted by a conflict and run again), aborted (refused, faulty or away)',
  labels: ['outcome'],
});

const of = (outcome: string) => {
  const child = transactions.labels(outcome);
  return (): void => child.inc();
};

export const countTransaction = { committed: of('committed'), repeated: of('repeated'), aborted: of('aborted') };
