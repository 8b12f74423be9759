import { expandAct, restoring, type ActFault, type Expansion } from '#acts';
import type { ActVerb } from '#contracts';
import { sha256 } from '#http';
import type { Tree } from '#tree';
import { Injectable } from '@nestjs/common';
import { MOST_FAULTS_TOLD, type ActDocument, type Found, type PeopleMove, type StepDocument } from './act.js';
import { ActsStore } from './acts.store.js';
import { PeopleJudge, type PeopleFound } from './people-judge.js';
import { ReturnJudge } from './return-judge.js';

/** All that an act would do now, and whether it may. */
export type Judgement = {
  found: Found;
  verbs: readonly ActVerb[];
  steps: Pick<StepDocument, 'before' | 'record'>[];
  moves: PeopleMove[];
};

/** Expands an act over the tree as it is and judges what it means for units and people. */
@Injectable()
export class ActJudge {
  constructor(
    private readonly store: ActsStore,
    private readonly people: PeopleJudge,
    private readonly returns: ReturnJudge,
  ) {}

  async judge(act: ActDocument, tree: Tree): Promise<Judgement> {
    const { effective } = act;
    if (act.revokes !== null) return this.#revocation(act, act.revokes, tree);
    const verbs = await this.store.verbsOf(act._id);
    const expansion = expandAct(tree, { effective, steps: verbs });
    const found = expansion.faults.length > 0 ? NOBODY : await this.people.judge(expansion, effective);
    return judgement(tree, verbs, expansion, found);
  }

  async #revocation({ effective, editedBy: by }: ActDocument, actId: string, tree: Tree): Promise<Judgement> {
    const revoked = await this.store.get(actId);
    const steps = await this.store.steps.find({ actId }).sort({ k: 1 }).toArray();
    const verbs = restoring(steps.map(({ before, record }) => ({ before: before ?? undefined, record })));
    const expansion = expandAct(tree, { effective, steps: verbs });
    const people = await this.returns.judge({ actId, by, steps, tree });
    const state: ActFault[] = revoked.state === 'applied' ? [] : [{ step: 0, code: 'act-state' }];
    return judgement(tree, verbs, expansion, { ...people, faults: [...state, ...people.faults] });
  }
}

const NOBODY: PeopleFound = { faults: [], counts: {}, marks: [], moves: [] };

function judgement(
  tree: Tree,
  verbs: readonly ActVerb[],
  { records, ends, faults: own }: Expansion,
  { faults: others, counts, marks, moves }: PeopleFound,
): Judgement {
  const faults = [...own, ...others];
  const steps = records.map(({ before = null, record }) => ({ before, record }));
  const founded = steps.filter(({ before }) => before === null).length;
  const found: Found = {
    treeRevision: tree.revision,
    steps: steps.length,
    moves: moves.length,
    counts: { units: steps.length, founded, ended: ends.length, ...counts },
    faults: faults.slice(0, MOST_FAULTS_TOLD),
    faultCount: faults.length,
    fingerprint: sha256(JSON.stringify([steps.map(({ before, record }) => [before?.version, record]), marks])),
  };
  return { found, verbs, steps, moves };
}
