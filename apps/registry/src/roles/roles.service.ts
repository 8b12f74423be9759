import { Injectable } from '@nestjs/common';
import { activeOn, grantsOfPerson } from '#access';
import { localDayOf } from '#calendar';
import { Refusal, refused } from '#contracts';
import {
  Authorizer,
  Commands,
  decodeCursor,
  pageOf,
  requireIfMatch,
  written,
  type Answer,
  type CommandRequest,
  type Page,
  type Tx,
} from '#http';
import { Store } from '#mongo';
import { TreeReplica } from '#tree';
import { FirstAdministrator } from './first-administrator.js';
import { endRole, giveRole, notForOneself, voidRole, type Grant } from './grant.rules.js';
import { roleView, type RoleView } from './role-view.js';
import { GrantsStore, type GrantAct } from './grants.store.js';

export type RoleWritten = RoleView & { receipt: string };
export type NewRole = Omit<Grant, 'version' | 'voided'>;
type Slice = { limit: number; cursor?: string };

/** Gives, ends, voids and lists roles. */
@Injectable()
export class Roles {
  constructor(
    private readonly commands: Commands,
    private readonly authorizer: Authorizer,
    private readonly grants: GrantsStore,
    private readonly trees: TreeReplica,
    private readonly first: FirstAdministrator,
    private readonly store: Store,
  ) {}

  /** @throws Refusal 403, `unknown-unit` (422), `role-exists` (409) and of the rules */
  give(command: CommandRequest, role: NewRole, reason: string | null): Promise<Answer<RoleWritten>> {
    return this.commands.run(command, async (tx) => {
      await this.#unitLives(role.unitId);
      await this.authorizer.require(command.sub, 'roles:write', role.unitId);
      if (await this.grants.get(role.grantId, tx.session)) throw new Refusal('conflict', 'role-exists');
      const grant = giveRole(role, localDayOf(tx.now));
      return this.#save(tx, command, undefined, grant, 'given', reason);
    });
  }

  /** @throws Refusal `no-such-role` (404), 403, 412, 428 and of the rules */
  end(command: CommandRequest, id: string, to: string | null, reason: string): Promise<Answer<RoleWritten>> {
    return this.#change(command, id, 'changed', reason, (grant, tx) => endRole(grant, to, localDayOf(tx.now)));
  }

  /** @throws as `end` */
  void(command: CommandRequest, id: string, reason: string): Promise<Answer<RoleWritten>> {
    return this.#change(command, id, 'voided', reason, voidRole);
  }

  /** Roles ever given at a unit, for its administrators. */
  async atUnit(sub: string, unitId: string, { limit, cursor }: Slice): Promise<Page<RoleView>> {
    await this.authorizer.require(sub, 'roles:write', unitId);
    return this.#page({ unitId }, limit, cursor);
  }

  /**
   * Roles ever given to a person, as far as the asker administers their units.
   * @throws Refusal `outside-subtree` (403) when that is none of them: alike for a person with roles elsewhere and for
   * one without any, so that nobody learns who serves in other subtrees
   */
  async ofPerson(sub: string, person: string, slice: Slice): Promise<Page<RoleView>> {
    await this.authorizer.requireAnywhere(sub, 'roles:write');
    if (this.first.is(sub)) return this.#page({ person }, slice.limit, slice.cursor);
    const grants = await grantsOfPerson(this.store.db, person);
    const reached = await this.#reached(sub, new Set(grants.map(({ unitId }) => unitId)));
    if (reached.length === 0 && !(await this.#atRoot(sub))) throw new Refusal('forbidden', 'outside-subtree');
    return this.#page({ person, unitId: { $in: reached } }, slice.limit, slice.cursor);
  }

  /** One's own roles of today. */
  async mine(sub: string): Promise<{ sub: string; firstAdministrator: boolean; roles: RoleView[] }> {
    const today = localDayOf(new Date());
    const grants = await grantsOfPerson(this.store.db, sub);
    const roles = grants.filter((grant) => activeOn(grant, today)).map(roleView);
    return { sub, firstAdministrator: this.first.is(sub), roles };
  }

  #change(
    command: CommandRequest,
    id: string,
    act: GrantAct,
    reason: string,
    decide: (grant: Grant, tx: Tx) => Grant,
  ): Promise<Answer<RoleWritten>> {
    return this.commands.run(command, async (tx) => {
      const before = await this.grants.get(id, tx.session);
      if (!before) throw new Refusal('not-found', 'no-such-role');
      // To give up one's own role needs no right; notForOneself sees to it that it is only that.
      if (before.person !== command.sub) await this.authorizer.require(command.sub, 'roles:write', before.unitId);
      requireIfMatch(command, before.version);
      return this.#save(tx, command, before, decide(before, tx), act, reason);
    });
  }

  async #save(
    tx: Tx,
    command: CommandRequest,
    before: Grant | undefined,
    grant: Grant,
    act: GrantAct,
    reason: string | null,
  ): Promise<Answer<RoleWritten>> {
    if (!this.first.is(command.sub)) notForOneself(command.sub, grant, before);
    await this.grants.write(tx, grant, { act, actor: command.sub, reason });
    const { version, grantId: factId } = grant;
    return written(before ? 200 : 201, roleView(grant), { version, receipt: { source: 'registry', factId, version } });
  }

  async #unitLives(unitId: string): Promise<void> {
    const unit = (await this.trees.current()).get(unitId);
    if (!unit || unit.voided) throw refused('unknown-unit', 'unitId');
  }

  async #reached(sub: string, unitIds: ReadonlySet<string>): Promise<string[]> {
    const reached: string[] = [];
    for (const unitId of unitIds) {
      const may = await this.authorizer.require(sub, 'roles:write', unitId).then(
        () => true,
        (error: unknown) => {
          if (error instanceof Refusal) return false;
          throw error;
        },
      );
      if (may) reached.push(unitId);
    }
    return reached;
  }

  async #atRoot(sub: string): Promise<boolean> {
    const tree = await this.trees.current();
    const today = localDayOf(new Date());
    return (await this.authorizer.reachable(sub, 'roles:write')).some((unit) => tree.parentOn(unit, today) === null);
  }

  async #page(filter: Parameters<GrantsStore['list']>[0], limit: number, cursor?: string): Promise<Page<RoleView>> {
    const [after] = decodeCursor(cursor, 1) ?? [];
    const rows = await this.grants.list(filter, limit + 1, after === undefined ? undefined : String(after));
    const page = pageOf(rows, limit, ({ grantId }) => [grantId]);
    return { items: page.items.map(roleView), next: page.next };
  }
}
