/** Loopback, private (RFC 1918, 4193), link-local and carrier (RFC 6598) addresses: where machines of one operator talk. */
const NEAR = [
  /^127\./,
  /^10\./,
  /^192\.168\./,
  /^172\.(1[6-9]|2\d|3[01])\./,
  /^169\.254\./,
  /^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./,
  /^::1$/,
  /^f[cd]/i,
  /^fe[89ab]/i,
];

/**
 * Whether a request comes straight from this machine or its private network. What a proxy passed on does not, wherever
 * the proxy stands: it may serve the whole world.
 */
export function comesDirectly(
  address: string | undefined,
  headers: Readonly<Record<string, string | string[] | undefined>>,
): boolean {
  if (headers['x-forwarded-for'] !== undefined || headers['forwarded'] !== undefined) return false;
  const plain = (address ?? '').replace(/^::ffff:/i, '');
  return NEAR.some((pattern) => pattern.test(plain));
}
