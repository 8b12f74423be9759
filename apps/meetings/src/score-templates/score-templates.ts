import { dayOf } from '#calendar';
import { Refusal, type MeetingKind } from '#contracts';
import { Store } from '#mongo';
import { TreeReplica } from '#tree';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { inForce, type UsableTemplate } from './score-template.rules.js';
import { SCORE_TEMPLATES, type TemplateDocument, type TemplateVersion } from './score-template.js';

/** What a template is looked for with. */
export type Scored = { unitId: string; date: string; kind: MeetingKind };

/** Score templates as they stand: a few for each province, read whole. */
@Injectable()
export class ScoreTemplates {
  constructor(
    private readonly store: Store,
    private readonly trees: TreeReplica,
  ) {}

  /** Every version, those of one code in order. */
  async all(session?: ClientSession): Promise<TemplateVersion[]> {
    const found = await this.store.db
      .collection<TemplateDocument>(SCORE_TEMPLATES)
      .find({}, { session })
      .sort({ code: 1, version: 1 })
      .toArray();
    return found.map(({ _id, actor: _actor, at: _at, ...version }) => version);
  }

  /** @throws Refusal no-such-template, no-such-version (404) */
  async version(code: string, version: number): Promise<TemplateVersion> {
    const versions = (await this.all()).filter((one) => one.code === code);
    if (versions.length === 0) throw new Refusal('not-found', 'no-such-template');
    const found = versions.find((one) => one.version === version);
    if (!found) throw new Refusal('not-found', 'no-such-version');
    return found;
  }

  /** Answers which template each of some meetings is scored by, as known now. */
  async finder(session?: ClientSession): Promise<(scored: Scored) => UsableTemplate | null> {
    const known = await this.all(session);
    const tree = await this.trees.current();
    return ({ unitId, date, kind }) => {
      const day = dayOf(date);
      return inForce(known, { path: tree.path(unitId, day), day, kind });
    };
  }
}
