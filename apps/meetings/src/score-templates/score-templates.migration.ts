import { ensureCollection, type Migration } from '#mongo';
import { SCORE_TEMPLATES, SCORE_TEMPLATES_HEAD, type TemplateDocument } from './score-template.js';
import { SEEDED_TEMPLATES } from './score-templates.seeds.js';

/** Score templates, with the one that comes with the system. A few for each province, always read whole: no index. */
export const scoreTemplatesMigration = (id: number): Migration => ({
  id,
  name: 'score templates',
  async up(db) {
    await ensureCollection(db, SCORE_TEMPLATES);
    await ensureCollection(db, SCORE_TEMPLATES_HEAD);
    const heads = db.collection<{ _id: string; writes: number }>(SCORE_TEMPLATES_HEAD);
    await heads.updateOne({ _id: 'head' }, { $setOnInsert: { writes: 0 } }, { upsert: true });
    const templates = db.collection<TemplateDocument>(SCORE_TEMPLATES);
    for (const template of SEEDED_TEMPLATES)
      await templates.updateOne(
        { _id: `${template.code}/${template.version}` },
        { $setOnInsert: { ...template, actor: null, at: new Date() } },
        { upsert: true },
      );
  },
});
