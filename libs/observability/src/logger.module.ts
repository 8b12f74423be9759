import { Module, type DynamicModule } from '@nestjs/common';
import { LoggerModule as PinoModule } from 'nestjs-pino';
import { createLogger, type LogLevel } from './logger.js';

/** Nest's own lines through pino. Lines of requests are written by `requestLog`, before the body is even parsed. */
@Module({})
export class LoggerModule {
  static forRoot(service: string, level: LogLevel = 'info'): DynamicModule {
    const logger = createLogger(service, level);
    const pinoModule = PinoModule.forRoot({ pinoHttp: { logger, autoLogging: false, quietReqLogger: true } });
    return { module: LoggerModule, imports: [pinoModule], exports: [pinoModule] };
  }
}
