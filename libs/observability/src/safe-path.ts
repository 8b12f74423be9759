const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** A part of a route, a code or a small number, `weekly-integrity` or `12`; no capitals, no signs, and no run of digits that could be an identifier. */
const WORD = /^(?=.{1,60}$)(?!.*\d{5})[a-z0-9]+([._-][a-z0-9]+)*$/;

/**
 * The path of a request as it may be shown and logged: without the query, and with `-` for each part that is neither an
 * id nor a word of a route. Somebody may put a name or an identifier where an id belongs, and it must not stay in a log.
 */
export const safePath = (url: string): string =>
  (url.split('?', 1)[0] ?? '')
    .split('/')
    .map((part) => (part === '' || UUID.test(part) || WORD.test(part) ? part : '-'))
    .join('/');
