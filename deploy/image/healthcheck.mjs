// Whether the service of this container does its work: 0 or 1, for HEALTHCHECK. The image has no curl.
const [path = '/health/ready'] = process.argv.slice(2);
const address = `http://127.0.0.1:${process.env.PORT}${path}`;
try {
  const answer = await fetch(address, { signal: AbortSignal.timeout(4_000) });
  if (!answer.ok) console.error(`${answer.status} ${(await answer.text()).slice(0, 500)}`);
  process.exitCode = answer.ok ? 0 : 1;
} catch (error) {
  console.error(`no answer at ${address}: ${error.cause?.code ?? error.name}`);
  process.exitCode = 1;
}
