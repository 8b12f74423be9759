export type ShapeFault = 'too-deep' | 'duplicate-key';

/** Nobody's event nests deeper; deeper input is an attack on the recursion of whoever reads it. */
export const MAX_DEPTH = 32;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;

/** Index just after the string that begins at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at + 1;
}

/** `{"a": 1, "\u0061": 2}` names one key twice: names are compared as JSON reads them. */
const keyOf = (text: string, start: number, end: number): string => {
  const raw = text.slice(start + 1, end - 1);
  return raw.includes('\\') ? (JSON.parse(text.slice(start, end)) as string) : raw;
};

const isSpace = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d);

/** Objects and arrays that begin in a text, those inside strings too; counting stops beyond MAX_DEPTH. */
function openings(text: string): number {
  let count = 0;
  for (const bracket of ['{', '['])
    for (let at = text.indexOf(bracket); at >= 0 && count <= MAX_DEPTH; at = text.indexOf(bracket, at + 1)) count += 1;
  return count;
}

/**
 * As `shapeFault`, for a text and what JSON.parse made of it. What our own services send is what JSON.stringify makes,
 * and is told at once: the same text again has no key twice, and too few brackets to be deep.
 */
export const shapeFaultOf = (text: string, json: unknown): ShapeFault | null =>
  openings(text) <= MAX_DEPTH && JSON.stringify(json) === text ? null : shapeFault(text);

/**
 * What JSON.parse lets pass without a word: a key named twice (it keeps the last, another reader the first) and
 * nesting beyond MAX_DEPTH. `text` must be valid JSON. Without recursion, so that depth cannot end the process.
 */
export function shapeFault(text: string): ShapeFault | null {
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x7b || code === 0x5b) {
      open.push(code === 0x7b ? new Set() : null);
      if (open.length > MAX_DEPTH) return 'too-deep';
    } else if (code === 0x7d || code === 0x5d) open.pop();
    else if (code === QUOTE) {
      const end = endOfString(text, at);
      let after = end;
      while (isSpace(text.charCodeAt(after))) after++;
      const keys = open.at(-1);
      if (keys && text.charCodeAt(after) === COLON) {
        const key = keyOf(text, at, end);
        if (keys.has(key)) return 'duplicate-key';
        keys.add(key);
      }
      at = end - 1;
    }
  }
  return null;
}
