import { Refusal } from '#contracts';
import { Authorizer, Commands, decodeCursor, pageOf, type Answer, type CommandRequest, type Page } from '#http';
import { Store } from '#mongo';
import { TreeReplica } from '#tree';
import { Injectable } from '@nestjs/common';
import {
  SCORE_TEMPLATES,
  SCORE_TEMPLATES_HEAD,
  type TemplateDocument,
  type TemplateVersion,
} from './score-template.js';
import { firstVersion, newestOf, nextVersion } from './score-template.rules.js';
import { toTemplateAnswer, toSheet } from './score-templates.input.js';
import { ScoreTemplates, type Scored } from './score-templates.js';
import type {
  CreateTemplateDto,
  TemplateAnswer,
  TemplatesQuery,
  TemplateVersionDto,
  WithdrawTemplateDto,
} from './score-templates.dto.js';

type Decide = (known: readonly TemplateVersion[]) => TemplateVersion;

/** Commands on score templates, and reads of them. They are reference data: no event tells of them, so there is no receipt. */
@Injectable()
export class ScoreTemplatesService {
  constructor(
    private readonly store: Store,
    private readonly commands: Commands,
    private readonly authorizer: Authorizer,
    private readonly templates: ScoreTemplates,
    private readonly trees: TreeReplica,
  ) {}

  async create(command: CommandRequest, dto: CreateTemplateDto): Promise<Answer<TemplateAnswer>> {
    const { code, unitId = null, from, source } = dto;
    await this.#admit(command.sub, unitId);
    return this.#write(command, (known) => firstVersion(code, unitId, { from, source, sheet: toSheet(dto) }, known));
  }

  async addVersion(command: CommandRequest, code: string, dto: TemplateVersionDto): Promise<Answer<TemplateAnswer>> {
    const { from, source } = dto;
    await this.#admitTo(command.sub, code);
    return this.#write(command, (known) => nextVersion(code, { from, source, sheet: toSheet(dto) }, known));
  }

  async withdraw(command: CommandRequest, code: string, dto: WithdrawTemplateDto): Promise<Answer<TemplateAnswer>> {
    const { from, source } = dto;
    await this.#admitTo(command.sub, code);
    return this.#write(command, (known) => nextVersion(code, { from, source, sheet: null }, known));
  }

  /** The newest version, or the one asked for. */
  async read(code: string, version?: number): Promise<TemplateAnswer> {
    if (version !== undefined) return toTemplateAnswer(await this.templates.version(code, version));
    return toTemplateAnswer(newestOf(code, await this.templates.all()));
  }

  /** The newest version of every template, in order of code. */
  async list({ unit, limit, cursor }: TemplatesQuery): Promise<Page<TemplateAnswer>> {
    const [after] = decodeCursor(cursor, 1) ?? [''];
    const newest = new Map((await this.templates.all()).map((one) => [one.code, one]));
    const rows = [...newest.values()].filter(
      ({ code, unitId }) => code > String(after) && (unit === undefined || unitId === unit),
    );
    const { items, next } = pageOf(rows, limit, ({ code }) => [code]);
    return { items: items.map(toTemplateAnswer), next };
  }

  /** @throws Refusal no-such-unit, no-template-in-force (404) */
  async inForce(scored: Scored): Promise<TemplateAnswer> {
    if (!(await this.trees.current()).get(scored.unitId)) throw new Refusal('not-found', 'no-such-unit');
    const found = (await this.templates.finder())(scored);
    if (!found) throw new Refusal('not-found', 'no-template-in-force');
    return toTemplateAnswer(found);
  }

  /** One of the whole tree is made at its root, any other at its owner or above. */
  #admit(sub: string, unitId: string | null): Promise<void> {
    return unitId === null
      ? this.authorizer.requireAnywhere(sub, 'catalogue:write')
      : this.authorizer.require(sub, 'catalogue:write', unitId);
  }

  async #admitTo(sub: string, code: string): Promise<void> {
    await this.#admit(sub, newestOf(code, await this.templates.all()).unitId);
  }

  #write(command: CommandRequest, decide: Decide): Promise<Answer<TemplateAnswer>> {
    return this.commands.run(command, async (tx) => {
      const { session, now: at } = tx;
      const { db } = this.store;
      // Counted up first: two at once would each find free what the other takes.
      await db
        .collection<{ _id: string; writes: number }>(SCORE_TEMPLATES_HEAD)
        .updateOne({ _id: 'head' }, { $inc: { writes: 1 } }, { session });
      const made = decide(await this.templates.all(session));
      const document = { _id: `${made.code}/${made.version}`, ...made, actor: command.sub, at };
      await db.collection<TemplateDocument>(SCORE_TEMPLATES).insertOne(document, { session });
      return { status: 201, body: toTemplateAnswer(made), headers: { ETag: `"${made.version}"` } };
    });
  }
}
