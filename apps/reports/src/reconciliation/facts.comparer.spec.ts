import type { FactDigest } from '#contracts';
import { FactsComparer } from './facts.comparer.js';
import { COMPARED_KINDS, type KeptFact } from './facts.rules.js';
import type { KeptFacts } from './kept-facts.js';
import type { Sources } from './sources.js';

const [KIND] = COMPARED_KINDS;
const ID = 'member/f';
const held = (version: number): FactDigest => ({ id: ID, version, hash: 'x', unitId: null, month: null });

/** A source, and figures that something happens to at each moment of a look. */
function looking(moments: { figures: KeptFact[]; source: FactDigest[]; onAsked?: () => void; onApplied?: () => void }) {
  const done: string[] = [];
  const kept: Pick<KeptFacts, 'byIds'> = {
    byIds: async () => {
      done.push('read');
      return [...moments.figures];
    },
  };
  const sources: Pick<Sources, 'ask' | 'applied'> = {
    ask: async () => {
      done.push('asked');
      const answer = { requestId: '', type: '', readAt: 'then', ranges: [], facts: [...moments.source], next: null };
      moments.onAsked?.();
      return answer;
    },
    applied: async (_service, _topic, readAt) => {
      done.push(`waited for ${readAt}`);
      moments.onApplied?.();
    },
  };
  const comparer = new FactsComparer(sources as Sources, kept as KeptFacts);
  return { done, look: () => comparer.look(KIND!, [ID]) };
}

describe('a look at a fact', () => {
  it('reads the figures, asks the source, waits for all it knew of, and reads again', async () => {
    const figures: KeptFact[] = [];
    const onApplied = () => void figures.push({ id: ID, version: 1, hash: 'x' });
    const { done, look } = looking({ figures, source: [held(1)], onApplied });
    expect((await look()).differences).toEqual([]);
    expect(done).toEqual(['read', 'asked', 'waited for then', 'read']);
  });

  it('takes nothing for unknown that was recorded after the source was asked', async () => {
    const figures: KeptFact[] = [];
    const onAsked = () => void figures.push({ id: ID, version: 1, hash: 'x' });
    expect((await looking({ figures, source: [], onAsked }).look()).differences).toEqual([]);
  });

  it('is sure of what is not there after all that the source knew of is', async () => {
    const { differences } = await looking({ figures: [], source: [held(1)] }).look();
    expect(differences).toMatchObject([{ kind: 'fact-missing', id: ID, source: 1, figures: null }]);
  });
});
