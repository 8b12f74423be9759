export { AccessModule, type GrantsSource } from './access.module.js';
export {
  activeOn,
  allows,
  holdsAnywhere,
  reaches,
  ROLE_ACTIONS,
  rootsAmong,
  unitsAllowing,
  type Grant,
} from './access.rules.js';
export { GrantsAuthorizer } from './grants-authorizer.js';
export { GRANTS, grantsMigration, grantsOf, grantsOfPerson, toGrant, type GrantDocument } from './grants.js';
export { requireAbove } from './require-above.js';
