import { Module } from '@nestjs/common';
import { CatalogueController } from './catalogue.controller.js';

/** Reference data: what can be asked, and the document of the events. */
@Module({ controllers: [CatalogueController] })
export class CatalogueModule {}
