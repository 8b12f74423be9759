import { spawn } from 'node:child_process';

/**
 * Runs a program to its end. Never throws: `code` is its exit code, or null when it is not there (`missing`), was
 * ended by the time limit or by a signal.
 */
export function run(program, args, { timeoutMs = 600_000, env = process.env, cwd } = {}) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs });
    const collect = (text) => (output = (output + text).slice(-200_000));
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    child.once('error', (error) => resolve({ code: null, output, missing: error.code === 'ENOENT' }));
    child.once('close', (code) => resolve({ code, output, missing: false }));
  });
}

const NETWORK =
  /unknown host|unknownhostexception|could not transfer|name resolution|getaddrinfo|ENOTFOUND|ENOTCACHED|ENETUNREACH|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|connection (was )?(refused|reset|timed out)|connect timed out|network is unreachable|newconnectionerror|failed to establish|no route to host|max retries exceeded|cannot access .* in offline mode|could not fetch url/i;

/** Whether a failed download speaks of the network. */
export const isNetworkFailure = (output) => NETWORK.test(output);

/** The last lines that say something, for a message. */
export function lastWords(output, lines = 3) {
  return output
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .slice(-lines)
    .join(' | ')
    .slice(0, 600);
}
