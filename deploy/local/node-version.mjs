// Kept to syntax that a Node of many years ago can read: it has to be able to say why it is too old.
export var OLDEST_NODE = '20.19.0';

/** The one line for a Node that is too old for the packages; null when it will do. `version` as in process.version. */
export function nodeRefusal(version) {
  var have = numbers(version);
  var need = numbers(OLDEST_NODE);
  for (var at = 0; at < 3; at++) {
    if (have[at] > need[at]) return null;
    if (have[at] < need[at]) {
      return 'Node ' + version + ' is too old: install Node 22, or at least ' + OLDEST_NODE + ' (https://nodejs.org).';
    }
  }
  return null;
}

function numbers(version) {
  return version
    .replace(/^v/, '')
    .split('.')
    .map(function (part) {
      return parseInt(part, 10) || 0;
    });
}
