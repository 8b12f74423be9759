import '../index.js';
import { Controller, Get, Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import { openApiDocument, withSignIn } from './documents.js';
import { Route } from './route-docs.js';

@Controller('v1/things')
class ThingsController {
  @Get()
  @Route({ summary: 'List', access: 'unit', answer: { description: 'Things.' }, problems: ['never-registered'] })
  list(): string[] {
    return [];
  }
}
@Module({ controllers: [ThingsController] })
class ThingsModule {}

describe('a document', () => {
  const bare: OpenAPIObject = { openapi: '3.0.0', info: { title: 'x', version: '1' }, paths: {} };
  type Scheme = { flows?: { authorizationCode?: unknown } };
  const flowOf = (document: OpenAPIObject): unknown =>
    (document.components?.securitySchemes?.['sign-in'] as Scheme | undefined)?.flows?.authorizationCode;

  it('sends people to the sign-in that the issuer states', () => {
    const discovery = {
      jwks_uri: 'x',
      authorization_endpoint: 'https://id/realms/a/auth',
      token_endpoint: 'https://id/realms/a/token',
    };
    expect(flowOf(withSignIn(bare, 'https://id/realms/a', discovery))).toMatchObject({
      authorizationUrl: 'https://id/realms/a/auth',
      tokenUrl: 'https://id/realms/a/token',
    });
  });

  it('names the addresses of the local issuer while the issuer is away', () => {
    expect(flowOf(withSignIn(bare, 'http://127.0.0.1:3005', undefined))).toMatchObject({
      authorizationUrl: 'http://127.0.0.1:3005/auth',
      tokenUrl: 'http://127.0.0.1:3005/token',
    });
  });

  it('is not made of codes that nobody has put into words', async () => {
    const app: INestApplication = await NestFactory.create(ThingsModule, { logger: false });
    const options = { service: 'things', title: 'Things', description: '', issuer: 'http://127.0.0.1:3005' };
    expect(() => openApiDocument(app, options)).toThrow('GET /v1/things answers never-registered, which has no text');
    await app.close();
  });
});
