import { existsSync, readFileSync } from 'node:fs';

/**
 * What a jest run came to, from its JSON file: a file that did not even load counts as one failure, and so does a run
 * that left no result. Skipped tests count as failed: here nothing is skipped.
 */
export function tallyOf(file) {
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const result = JSON.parse(readFileSync(file, 'utf8'));
  const { numPassedTests: passed, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = result;
  return { passed, failed: numFailedTests + numPendingTests + numRuntimeErrorTestSuites };
}

export const tallyLine = ({ passed, failed }) => `${passed} passed, ${failed} failed`;
