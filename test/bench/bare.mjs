// Baseline (c): a bare Nest controller behind the guards, limits, parsers and validation of the meetings service, that writes one
// document with majority. Written without decorators' syntax, since it is run as it stands. Environment as of a service.
import { join } from 'node:path';
import { Body, Controller, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { configureApp, HttpModule } from '#http';
import { MongoModule, Store } from '#mongo';
import { LoggerModule } from '#observability';
import { ROOT } from '../../deploy/local/paths.mjs';

const { PORT, HOST, MONGODB_URI, OIDC_ISSUER, OIDC_AUDIENCE } = process.env;
const { PlanMeetingDto } = await import(join(ROOT, 'dist/apps/meetings/src/meetings/meetings.dto.js'));

class BareController {
  constructor(store) {
    this.store = store;
  }

  async plan(body) {
    const document = { ...body, at: new Date() };
    const { insertedId } = await this.store.db
      .collection('bare')
      .insertOne(document, { writeConcern: { w: 'majority' } });
    return { id: insertedId };
  }
}
const { prototype } = BareController;
Body()(prototype, 'plan', 0);
Post()(prototype, 'plan', Object.getOwnPropertyDescriptor(prototype, 'plan'));
Reflect.defineMetadata('design:paramtypes', [PlanMeetingDto], prototype, 'plan');
Reflect.defineMetadata('design:paramtypes', [Store], BareController);
Controller('v1/meetings')(BareController);

class BareModule {}
Module({
  imports: [
    LoggerModule.forRoot('meetings', 'warn'),
    MongoModule.forRoot({ uri: MONGODB_URI, migrations: [] }),
    HttpModule.forRoot({ issuer: OIDC_ISSUER, audience: OIDC_AUDIENCE, rateLimit: 1_000_000 }),
  ],
  controllers: [BareController],
})(BareModule);

const app = await NestFactory.create(BareModule, { bufferLogs: true });
configureApp(app, {
  service: 'meetings',
  title: 'bare',
  description: 'baseline',
  issuer: OIDC_ISSUER,
  corsOrigins: [],
});
await app.listen(Number(PORT), HOST);
