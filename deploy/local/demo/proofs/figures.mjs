// Reads single figures as an operator of the centre would.
import { demoId } from '../ids.mjs';

const READER = 'demo-operator-centre';
const VISIBLE_WITHIN = 30_000;

/** One figure of a unit over a period; with a receipt, waits until it is applied. */
export async function figure(http, reports, { code, period, measure }, receipt) {
  const query = new URLSearchParams({ period, measures: measure });
  if (receipt) {
    query.set('receipt', receipt);
    query.set('wait', '10s');
  }
  const url = `${reports}/v1/units/${demoId(code)}/rollup?${query}`;
  const { body } = await http.expecting([200], READER, 'GET', url, {
    patience: VISIBLE_WITHIN,
    undecided: (reply) => reply.status === 200 && receipt !== undefined && reply.body.receipt?.status === 'pending',
  });
  const status = body.receipt?.status;
  if (receipt && status !== 'applied') throw new Error(`the receipt is ${status} for ${code} in ${period}`);
  return body.figures.find((entry) => entry.measure === measure).value;
}

/** Several figures at once, in their order. */
export const figures = (http, reports, asked, receipt) =>
  Promise.all(asked.map((each) => figure(http, reports, each, receipt)));

/** Figures after a write, each with how long it took from the answer to the write until it was seen. */
export async function watched(http, reports, asked, receipt) {
  const answered = performance.now();
  return Promise.all(
    asked.map(async (each) => {
      const value = await figure(http, reports, each, receipt);
      return { value, ms: Math.round(performance.now() - answered) };
    }),
  );
}

/** Where figures are not what they were, in words. */
export const differing = (asked, before, now) =>
  asked.flatMap((each, index) =>
    now[index] === before[index] ? [] : [`${each.code} in ${each.period} is ${now[index]}, was ${before[index]}`],
  );
