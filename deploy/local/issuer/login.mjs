// The login page: choose who you are. No password, since everything here is invented and reachable from this machine only.
import { errors } from 'oidc-provider';

import { page } from './page.mjs';

const MAX_FORM = 2_000;
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  // No form-action: browsers apply it to the redirects after the form too, and those lead to the services.
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
};

/** Handles GET (the page) and POST (the choice) of /login/<uid>. */
export function loginRoutes(provider, people, isSub) {
  return async (request, response) => {
    try {
      if (request.method === 'GET') {
        await provider.interactionDetails(request, response);
        response.writeHead(200, HEADERS).end(page(people));
      } else if (request.method === 'POST') await choose(provider, people, isSub, request, response);
      else response.writeHead(405, { allow: 'GET, POST' }).end();
    } catch (error) {
      if (!(error instanceof errors.OIDCProviderError)) process.stderr.write(`issuer: ${error.stack}\n`);
      if (!response.headersSent) response.writeHead(400, HEADERS).end(page(people, 'expired'));
    }
  };
}

async function choose(provider, people, isSub, request, response) {
  const person = new URLSearchParams(await formOf(request)).get('person')?.trim();
  if (!isSub(person)) {
    await provider.interactionDetails(request, response);
    return void response.writeHead(400, HEADERS).end(page(people, 'person'));
  }
  return provider.interactionFinished(
    request,
    response,
    { login: { accountId: person, remember: false } },
    { mergeWithLastSubmission: false },
  );
}

async function formOf(request) {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > MAX_FORM) throw new errors.InvalidRequest('the form is too large');
  }
  return text;
}
