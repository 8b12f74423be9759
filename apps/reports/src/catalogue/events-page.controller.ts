import { Public } from '#http';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { eventsDocument } from './events-document.js';
import { eventsPage } from './events-page.js';

/** The events as a page to read, as open as the pages of Swagger: it tells what there may be, and no fact. */
@ApiExcludeController()
@Controller('docs/events')
export class EventsPageController {
  @Public()
  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  page(): string {
    return eventsPage();
  }

  @Public()
  @Get('asyncapi.json')
  document(): Record<string, unknown> {
    return eventsDocument();
  }
}
