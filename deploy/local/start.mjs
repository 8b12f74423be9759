// npm start. An old Node is told so first, hence no newer syntax here and the import afterwards.
import { nodeRefusal } from './node-version.mjs';

var refusal = nodeRefusal(process.version);
if (refusal) {
  console.error('✗ ' + refusal);
  process.exit(1);
}
void import('./launch.mjs').then(function (launcher) {
  return launcher.main(process.argv.slice(2));
});
