// What sessions of committees say of figures, written again from the words of DOMAIN.md 9.4, without any help.
import type { OracleFacts } from './facts.js';

export type OracleSession = {
  id: string;
  unitId: string;
  body: string;
  state: string;
  date: string;
  members: number | null;
  present: number | null;
  items: { vote: { base: number; for: number } | null }[];
  questions: { asked: number; answered: number };
};

/** Held on its date; more than half of all members adopt an item. */
export function addSession(facts: OracleFacts, session: OracleSession): void {
  const { unitId, body, state, date, members, present, items, questions } = session;
  if (state === 'prepared' || state === 'voided') return;
  const votes = items.flatMap(({ vote }) => (vote ? [vote] : []));
  const figures = {
    'sessions.held': 1,
    [`sessions.held-${body}`]: 1,
    'sessions.members': members ?? 0,
    'sessions.present': present ?? 0,
    'sessions.items-voted': votes.length,
    'sessions.items-adopted': votes.filter((vote) => vote.for > vote.base / 2).length,
    'sessions.questions-asked': questions.asked,
    'sessions.questions-answered': questions.answered,
  };
  facts.flows.push({ unitId, date, kind: null, figures });
}
