import { fileURLToPath } from 'node:url';
import { Public } from '#http';
import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { BROKER, EVENTS_PAGE, EVENTS_SCRIPT, parsedDocument } from './events-page.js';

/** Beside the compiled service: the build puts the page's library there. */
const ASSETS = fileURLToPath(new URL('../../assets/', import.meta.url));

/** The events as a page to read, as open as the pages of Swagger: it tells what there may be, and no fact. */
@ApiExcludeController()
@Controller('docs/events')
export class EventsPageController {
  @Public()
  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  page(): string {
    return EVENTS_PAGE;
  }

  @Public()
  @Get('page.js')
  @Header('Content-Type', 'text/javascript; charset=utf-8')
  script(): string {
    return EVENTS_SCRIPT;
  }

  @Public()
  @Get('document.json')
  document(): Record<string, unknown> {
    return parsedDocument(BROKER);
  }

  @Public()
  @Get('asyncapi.js')
  library(@Res() response: Response): void {
    sendAsset(response, 'asyncapi.js');
  }

  @Public()
  @Get('asyncapi.css')
  style(@Res() response: Response): void {
    sendAsset(response, 'asyncapi.css');
  }
}

const sendAsset = (response: Response, name: string): void => response.sendFile(name, { root: ASSETS, maxAge: '1h' });
