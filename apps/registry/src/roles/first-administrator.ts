import { Injectable } from '@nestjs/common';
import { GrantsAuthorizer } from '#access';
import { dateOf, localDayOf } from '#calendar';
import { Refusal } from '#contracts';
import { Authorizer, derivedUuid, type Action, type Tx } from '#http';
import { GrantsStore } from './grants.store.js';

/** Who is administrator of the whole tree by the configuration, before any role exists (DESIGN.md 8). */
@Injectable()
export class FirstAdministrator {
  constructor(
    private readonly sub: string,
    private readonly grants: GrantsStore,
  ) {}

  is(sub: string): boolean {
    return sub === this.sub;
  }

  /** @throws Refusal `first-administrator-only` (403) */
  require(sub: string): void {
    if (!this.is(sub)) throw new Refusal('forbidden', 'first-administrator-only');
  }

  /**
   * Gives the first administrator that role at a new root. The configuration of the registry is known to the registry
   * alone; the other services learn of people by facts only, and this makes it one.
   */
  async welcome(tx: Tx, rootId: string, from: string): Promise<void> {
    const today = dateOf(localDayOf(tx.now));
    const grant = {
      grantId: derivedUuid(`first-administrator ${this.sub} ${rootId}`),
      version: 1,
      person: this.sub,
      role: 'administrator' as const,
      unitId: rootId,
      from: from < today ? from : today,
      to: null,
      voided: false,
    };
    await this.grants.write(tx, grant, { act: 'given', actor: this.sub, reason: 'first administrator' });
  }
}

/** In the registry the first administrator may do everything; for all others their roles decide. */
@Injectable()
export class RegistryAuthorizer extends Authorizer {
  constructor(
    private readonly first: FirstAdministrator,
    private readonly grants: GrantsAuthorizer,
  ) {
    super();
  }

  async require(sub: string, action: Action, unitId: string): Promise<void> {
    if (!this.first.is(sub)) await this.grants.require(sub, action, unitId);
  }

  async requireAnywhere(sub: string, action: Action): Promise<void> {
    if (!this.first.is(sub)) await this.grants.requireAnywhere(sub, action);
  }

  async reachable(sub: string, action: Action): Promise<string[]> {
    return this.grants.reachable(sub, action);
  }
}
