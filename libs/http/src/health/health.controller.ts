import { Controller, Get, HttpException, Res } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { HealthCheckService, type HealthCheckResult } from '@nestjs/terminus';
import { SkipThrottle } from '@nestjs/throttler';
import type { Response } from 'express';
import { Route } from '../docs/route-docs.js';
import { HealthIndicatorRegistry } from './health-indicators.js';

const part = {
  type: 'object',
  properties: { status: { type: 'string', enum: ['up', 'down'] }, reason: { type: 'string' } },
};
const schema = {
  type: 'object',
  required: ['status', 'details'],
  properties: {
    status: { type: 'string', enum: ['ok', 'error', 'shutting_down'] },
    info: { type: 'object', nullable: true, additionalProperties: part },
    error: { type: 'object', nullable: true, additionalProperties: part },
    details: { type: 'object', additionalProperties: part },
  },
  example: { status: 'ok', info: { mongodb: { status: 'up' } }, error: {}, details: { mongodb: { status: 'up' } } },
};

@ApiTags('health')
@SkipThrottle()
@Controller('health')
export class HealthController {
  constructor(
    private readonly checks: HealthCheckService,
    private readonly registry: HealthIndicatorRegistry,
  ) {}

  @Get('live')
  @Route({
    summary: 'Tell whether the process answers',
    access: 'public',
    answer: {
      description: 'It does. Nothing else is looked at: a restart would not bring MongoDB back.',
      schema: {
        type: 'object',
        required: ['status'],
        properties: { status: { type: 'string' } },
        example: { status: 'ok' },
      },
    },
  })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @Route({
    summary: 'Tell whether the service can do its work, and why not',
    access: 'public',
    answer: { description: 'Every part works.', schema },
  })
  @ApiResponse({ status: 503, description: 'At least one part is away; `error` says which and why.', schema })
  async ready(@Res({ passthrough: true }) response: Response): Promise<HealthCheckResult | object> {
    try {
      return await this.checks.check(this.registry.functions());
    } catch (error) {
      if (!(error instanceof HttpException)) throw error;
      response.status(error.getStatus()).setHeader('Retry-After', '2');
      return error.getResponse() as object;
    }
  }
}
