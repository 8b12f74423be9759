/** What a role may allow at a unit. Reference data (units, catalogue) needs none of them: any signed-in person reads it. */
export type Action =
  | 'tree:write'
  | 'roles:write'
  /** The roll: who is on it and everything personal about them. */
  | 'members:write'
  | 'members:read'
  | 'meetings:write'
  | 'meetings:read'
  /** Free text of meetings and of what follows from them: minutes, opinions, tasks. */
  | 'meetings:narrative'
  /** To score a meeting of a unit below. */
  | 'meetings:assess'
  | 'figures:read'
  | 'inspection:write'
  | 'inspection:read'
  /** Free text of findings and conclusions. */
  | 'inspection:narrative'
  | 'reports:write'
  | 'reports:read'
  /** To accept or return a report of a unit below. */
  | 'reports:accept'
  /** Report types and the measures entered in them: for the whole tree, so only at a root. Score sheets: at their owner. */
  | 'catalogue:write'
  | 'operations';

/** Decides by the roles that the registry published; implemented in `#access`. */
export abstract class Authorizer {
  /** @throws Refusal 403 `outside-subtree` unless a role held today allows `action` at `unitId` or above it. */
  abstract require(sub: string, action: Action, unitId: string): Promise<void>;
  /** @throws Refusal 403 `outside-subtree` unless a role held today allows `action` at any unit; `operations`: at a root. */
  abstract requireAnywhere(sub: string, action: Action): Promise<void>;
  /** Ids of the units at which a role held today allows `action` (each reaches its subtree). */
  abstract reachable(sub: string, action: Action): Promise<string[]>;
}
