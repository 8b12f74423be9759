// schemathesis, from PyPI, in a folder of its own in the user's cache; and one run of it against one service.
import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { cached, downloadTrouble } from './download.mjs';
import { run } from './programs.mjs';
import { Trouble } from './trouble.mjs';

const VERSION = '4.32.5';
const NEEDS = 'npm run fuzz needs Python 3.10 or newer with pip';
const INSTALL = 'install it (Debian, Ubuntu: apt install python3 python3-pip)';

/**
 * What an answer is held against. Left out, with the reason:
 * - negative_data_rejection, positive_data_acceptance: whether a request holds is decided by rules that no schema says
 *   (a unit that is there, a day that has passed, a version); what a schema does say is tried by the tests of each route.
 * - unsupported_method, allow_header_conformance: a path without this method is 404 `no-such-route` here, as RFC 9110 allows.
 * - missing_required_header: If-Match is asked for after the right and the target, so its absence may be another refusal.
 * - ignored_auth, object_level_authorization: test/routes tries every route with every bad token and with foreign rights.
 * - use_after_free, ensure_resource_availability: nothing is deleted here, and a unit or role is known to the others later.
 */
export const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
];
/** Routes left out: a stream does not end, so nothing of it would ever be answered; its tests are in apps/inspection/src/feed. */
export const LEFT_OUT = ['/v1/supervision-events'];
const HOOKS = join(import.meta.dirname, 'schemathesis_hooks.py');
const PHASES = ['examples', 'coverage', 'fuzzing', 'stateful'];
const REQUEST_SECONDS = 30;
/** What schemathesis may take beyond its budget: the request under way, shrinking what failed, its reports. */
const BEYOND_MS = 120_000;

/**
 * How to run schemathesis; installed the first time, for each version of Python anew. In a folder and not in a virtual
 * environment: that holds its own path and needs a package more on Debian, and nothing else of Python is wanted here.
 */
export async function findSchemathesis(say) {
  const { python, version } = await findPython();
  const folder = await cached(`schemathesis-${VERSION}-python-${version}`, async (draft) => {
    say(`schemathesis ${VERSION}: installing from PyPI (once)`);
    const place = ['--quiet', '--target', draft];
    const pip = await run(python, ['-m', 'pip', 'install', ...place, `schemathesis==${VERSION}`]);
    if (/no module named pip/i.test(pip.output)) throw new Trouble(`${NEEDS}, and this one has no pip: ${INSTALL}.`);
    if (pip.code !== 0) throw notFetched(pip.output);
  });
  return {
    program: python,
    script: join(folder, 'bin/schemathesis'),
    env: { PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: '1', SCHEMATHESIS_HOOKS: HOOKS },
  };
}

const notFetched = (output) =>
  downloadTrouble({
    what: 'schemathesis',
    tool: 'pip',
    from: 'PyPI',
    mirror: 'pip.conf (index-url)',
    otherwise: 'run npm run fuzz where PyPI is reached',
    output,
  });

async function findPython() {
  const asked = 'import sys; print("%d.%d" % sys.version_info[:2]); sys.exit(sys.version_info < (3, 10))';
  for (const python of ['python3', 'python']) {
    const { code, output } = await run(python, ['-c', asked], { timeoutMs: 30_000 });
    if (code === 0) return { python, version: output.trim() };
  }
  throw new Trouble(`${NEEDS}, and none was found: ${INSTALL}.`);
}

/** What schemathesis is asked to do. */
export function argumentsOf({ url, token, seed, seconds, name, folder }) {
  return [
    'run',
    `${url}/docs-json`,
    `--header=Authorization: Bearer ${token}`,
    `--checks=${CHECKS.join(',')}`,
    `--phases=${PHASES.join(',')}`,
    ...LEFT_OUT.map((path) => `--exclude-path=${path}`),
    `--seed=${seed}`,
    `--max-time=${seconds}`,
    `--request-timeout=${REQUEST_SECONDS}`,
    '--generation-database=none',
    '--continue-on-failure',
    '--warnings=off',
    '--no-color',
    '--report=json',
    `--report-json-path=${join(folder, `${name}.json`)}`,
  ];
}

/** One run against one service. Its words, with a curl line for each failure, go to `<folder>/<name>.txt`. */
export async function fuzz(schemathesis, options) {
  const { name, folder, seconds } = options;
  const words = createWriteStream(join(folder, `${name}.txt`));
  const timeout = seconds * 1000 + BEYOND_MS;
  const env = { ...process.env, ...schemathesis.env, PYTHONUTF8: '1', COLUMNS: '160' };
  const args = [schemathesis.script, ...argumentsOf(options)];
  const child = spawn(schemathesis.program, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'], timeout });
  child.stdout.pipe(words, { end: false });
  child.stderr.pipe(words, { end: false });
  const code = await new Promise((done) => child.once('error', () => done(null)).once('close', done));
  words.end();
  return { name, code, ...outcomeOf(join(folder, `${name}.json`)) };
}

/** What a run came to, by its report; a run that left none failed. */
export function outcomeOf(file) {
  if (!existsSync(file)) return { routes: 0, requests: 0, failures: [], errors: [{ title: 'no report', count: 1 }] };
  const { operations, test_cases: cases, failures, errors } = JSON.parse(readFileSync(file, 'utf8'));
  return { routes: operations?.tested ?? 0, requests: cases.generated, failures, errors };
}
