import type { INestApplication } from '@nestjs/common';
import { SwaggerModule } from '@nestjs/swagger';
import type { NextFunction, Request, Response } from 'express';
import type { ConfigureOptions } from '../configure-options.js';
import { openApiDocument } from './documents.js';

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
  SwaggerModule.setup('docs', app, () => openApiDocument(app, options), {
    jsonDocumentUrl: 'docs-json',
    yamlDocumentUrl: 'docs-yaml',
    customSiteTitle: options.title,
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
