// oidc-provider, set up for one machine: JWT access tokens for the services' audience, the explorer as a public client with
// PKCE, consent given by itself, and a grant that hands curl a token for any demo person.
import { readFileSync } from 'node:fs';
import { Provider, errors, interactionPolicy } from 'oidc-provider';

import { keysOf } from './keys.mjs';
import { loginRoutes } from './login.mjs';

const DEMO_GRANT = 'urn:lien-cap:demo-person';
const TOKEN_SECONDS = 3_600;
// A token only says who somebody is; what they may do is a fact of the registry. So any well-formed name will do.
const SUB = /^[a-z0-9-]{1,64}$/;

const isSub = (text) => typeof text === 'string' && SUB.test(text);

/** Consent is given below, for all clients are ours: a native client would be asked for it each time. */
function policy() {
  const base = interactionPolicy.base();
  base.remove('consent');
  return base;
}

/**
 * A sign-in begins without the session of the one before: people of a demo change hats, so everybody is asked who they are,
 * and nobody is led through signing the other out first.
 */
function forgetSession(request) {
  const cookies = (request.headers.cookie ?? '').split(/; */);
  request.headers.cookie = cookies.filter((pair) => !/^_session(\.\w+)*=/.test(pair)).join('; ');
}

function configuration({ audience, redirectUris }, { keys, cookieKeys }) {
  const resourceServer = {
    scope: 'api',
    audience,
    accessTokenFormat: 'jwt',
    accessTokenTTL: TOKEN_SECONDS,
    jwt: { sign: { alg: 'RS256' } },
  };
  const client = { token_endpoint_auth_method: 'none', application_type: 'native' };
  return {
    jwks: { keys },
    cookies: { keys: cookieKeys },
    clients: [
      {
        ...client,
        client_id: 'swagger',
        redirect_uris: redirectUris,
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
      { ...client, client_id: 'curl', redirect_uris: [], grant_types: [DEMO_GRANT], response_types: [] },
    ],
    scopes: ['openid', 'api'],
    pkce: { required: () => true },
    findAccount: (_ctx, sub) => (isSub(sub) ? { accountId: sub, claims: () => ({ sub }) } : undefined),
    loadExistingGrant: (ctx) => consent(ctx, audience),
    interactions: { url: (_ctx, { uid }) => `/login/${uid}`, policy: policy() },
    clientBasedCORS: (_ctx, origin, { redirectUris: uris = [] }) =>
      uris.some((uri) => URL.parse(uri)?.origin === origin),
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        useGrantedResource: () => true,
        getResourceServerInfo: (_ctx, resource) => {
          if (resource !== audience) throw new errors.InvalidTarget();
          return resourceServer;
        },
      },
    },
    ttl: {
      AccessToken: TOKEN_SECONDS,
      AuthorizationCode: 60,
      IdToken: TOKEN_SECONDS,
      Interaction: 3_600,
      Session: 3_600,
      Grant: 3_600,
    },
    renderError: (ctx, { error, error_description: why }) => {
      ctx.type = 'text/plain; charset=utf-8';
      ctx.body = `${error}${why ? `: ${why}` : ''}\n`;
    },
    resourceServer,
  };
}

async function consent(ctx, audience) {
  const { client, session, provider } = ctx.oidc;
  const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
  grant.addOIDCScope('openid');
  grant.addResourceScope(audience, 'api');
  await grant.save();
  return grant;
}

/** `curl -d grant_type=urn:lien-cap:demo-person -d client_id=curl -d person=<sub> …/token` */
function demoPerson(provider, audience, resourceServer) {
  return async (ctx) => {
    const { client, params } = ctx.oidc;
    if (!isSub(params.person)) throw new errors.InvalidRequest('person must be 1 to 64 of a-z, 0-9 and -');
    const token = new provider.AccessToken({ accountId: params.person, client, gty: DEMO_GRANT, scope: 'api' });
    token.resourceServer = new provider.ResourceServer(audience, resourceServer);
    ctx.body = { access_token: await token.save(), expires_in: token.expiration, token_type: 'Bearer', scope: 'api' };
  };
}

/** The issuer as a request listener of node:http. */
export async function localIssuer(settings) {
  const { resourceServer, ...setup } = configuration(settings, keysOf(settings.dataFolder));
  const provider = new Provider(settings.issuer, setup);
  provider.registerGrantType(DEMO_GRANT, demoPerson(provider, settings.audience, resourceServer), ['person']);
  provider.on('server_error', (_ctx, error) => process.stderr.write(`issuer: ${error.stack}\n`));
  const people = JSON.parse(readFileSync(settings.peopleFile, 'utf8'));
  const login = loginRoutes(provider, people, isSub);
  const oidc = provider.callback();
  return {
    handle: (request, response) => {
      const path = request.url.split('?', 1)[0];
      if (path === '/health')
        return void response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}\n');
      if (path === '/auth' || path.startsWith('/auth/')) forgetSession(request);
      return void (path.startsWith('/login/') ? login(request, response) : oidc(request, response));
    },
  };
}
