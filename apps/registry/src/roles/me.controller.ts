import { Principal, Route } from '#http';
import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { MeAnswer } from './roles.dto.js';
import { Roles } from './roles.service.js';

@ApiTags('roles')
@Controller('v1/me')
export class MeController {
  constructor(private readonly roles: Roles) {}

  @Get()
  @Route({
    summary: 'Who am I, and what may I do today',
    access: 'reference',
    answer: { type: MeAnswer, description: 'One’s own `sub` and roles.' },
  })
  me(@Principal() { sub }: Principal): Promise<MeAnswer> {
    return this.roles.mine(sub);
  }
}
