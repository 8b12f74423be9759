import './problems/common-texts.js';

export { Authorizer, type Action } from './auth/authorizer.js';
export { Principal } from './auth/principal.js';
export { TokenVerifier } from './auth/token-verifier.js';
export { AnswerInterceptor, Answered, tagVersion, written, type Answer } from './commands/answer.js';
export { canonicalJson, derivedUuid, sha256 } from './commands/canonical.js';
export { Command, CommandRequest, requireIfMatch } from './commands/command-request.js';
export { Commands, COMMANDS_COLLECTION } from './commands/commands.js';
export { inTx, type Tx } from './commands/tx.js';
export { httpMigrations } from './commands/migrations.js';
export { BODY_LIMIT, configureApp } from './configure-app.js';
export type { ConfigureOptions, TextBody } from './configure-options.js';
export { IsInstant, IsLocalDate } from './dates.js';
export { MayBeAbsent } from './may-be-absent.js';
export {
  Access,
  ApiId,
  ApiProblems,
  IdParam,
  Public,
  Route,
  VersionParam,
  type AccessKind,
  type RouteDocs,
} from './docs/route-docs.js';
export { openApiDocument } from './docs/documents.js';
export { EnvironmentError, parseEnv, readEnv, type CommonEnv } from './env/read-env.js';
export type { SaslMechanism } from './env/security-variables.js';
export type { Variable } from './env/variable.js';
export { COMMON_VARIABLES, OWN_VARIABLES, VARIABLES } from './env/variables.js';
export { HealthIndicatorRegistry, type Health, type HealthProbe } from './health/health-indicators.js';
export { HttpModule, type HttpOptions } from './http.module.js';
export { IsId } from './ids.js';
export {
  decodeCursor,
  decodeIdCursor,
  decodeInstantCursor,
  decodeNumberCursor,
  encodeCursor,
  invalidCursor,
  MAX_PAGE,
  pageOf,
  STANDARD_PAGE,
  type Page,
} from './pages/cursor.js';
export { PageQuery } from './pages/page.dto.js';
export { faultOf, PROBLEM_TYPE, STATUS_OF, type Fault, type Problem } from './problems/problem.js';
export {
  languageOf,
  problemText,
  problemTexts,
  registeredCodes,
  textOf,
  type ProblemText,
} from './problems/problem-texts.js';
