import type { INestApplication } from '@nestjs/common';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { NextFunction, Request, Response } from 'express';
import { TokenVerifier } from '../auth/token-verifier.js';
import type { ConfigureOptions } from '../configure-options.js';
import { openApiDocument, withSignIn } from './documents.js';

// The redirect page of the sign-in is looked for beside the page's own address: it must end in a slash.
function withSlash(request: Request, response: Response, next: NextFunction): void {
  if (request.path === '/docs' && !request.originalUrl.split('?')[0]!.endsWith('/')) response.redirect(302, '/docs/');
  else next();
}

/** Serves the document at /docs-json and the explorer at /docs, of several services if `options.documents` names some. */
export function serveDocs(app: INestApplication, options: ConfigureOptions): void {
  app.use(withSlash);
  const documents = options.documents ?? [];
  const urls = documents.map(({ name, url }) => ({ name, url: `${url.replace(/\/$/, '')}/docs-json` }));
  // Made at once, so that a code without texts stops the boot and not the first reader.
  const document = openApiDocument(app, options);
  const verifier = app.get(TokenVerifier, { strict: false });
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'docs-json',
    yamlDocumentUrl: 'docs-yaml',
    customSiteTitle: options.title,
    // Other issuers have their endpoints elsewhere than the local one.
    patchDocumentOnRequest: async (_request: unknown, _response: unknown, known: OpenAPIObject) =>
      withSignIn(known, options.issuer, await verifier.discovery()),
    ...(urls.length > 0 ? { explorer: true } : {}),
    swaggerOptions: {
      ...(urls.length > 0 ? { urls, 'urls.primaryName': options.service } : {}),
      persistAuthorization: true,
      displayRequestDuration: true,
      initOAuth: {
        clientId: 'swagger',
        scopes: ['openid'],
        usePkceWithAuthorizationCodeGrant: true,
      },
    },
  });
}
