// Live proofs of what the system promises, each undone at the end, after which every figure must be as before.
import { client } from './client.mjs';
import { meetingProofs } from './proofs/meetings.mjs';
import { memberProof } from './proofs/members.mjs';
import { reportProof } from './proofs/reports.mjs';
import { supervisionProof } from './proofs/supervision.mjs';

const PROOFS = [...meetingProofs, memberProof, supervisionProof, reportProof];

/**
 * @param {import('./load.mjs').Where} where base URLs of a running system, and where to tell of progress
 * @returns {Promise<{ok: boolean, lines: string[]}>} ok is false unless each proof held and its figures came back;
 *   `lines` are for the caller to print
 */
export async function runProof(where) {
  const lines = [];
  const http = client(where);
  const done = [];
  let ok = true;
  for (const { name, what, run } of PROOFS) {
    where.log(`proof: ${what}`);
    try {
      const proof = await run(http, where);
      done.push({ name, ...proof });
      ok &&= proof.line.ok;
      lines.push(`PROOF ${JSON.stringify(proof.line)}`);
    } catch (error) {
      ok = false;
      lines.push(`the proof "${name}" failed: ${error.message}`);
    }
  }
  for (const { name, undo } of done.toReversed()) {
    const wrong = await undo().catch((error) => [error.message]);
    ok &&= wrong.length === 0;
    lines.push(
      wrong.length ? `undid "${name}", and then: ${wrong.join('; ')}` : `undid "${name}": every figure is as before`,
    );
  }
  return { ok, lines };
}
