// Builds the four services and their libs into one dist, and only when a source has changed.
import { buildIfStale } from './build-dist.mjs';
import { report } from './trouble.mjs';

try {
  await buildIfStale({ force: process.argv.includes('--force') });
} catch (error) {
  process.exitCode = report(error);
}
