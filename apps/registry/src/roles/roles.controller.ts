import { ApiId, Command, CommandRequest, IdParam, Principal, Route, type Answer, type Page } from '#http';
import { Body, Controller, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  EndRoleDto,
  GiveRoleDto,
  RoleAnswer,
  RolesPage,
  RolesQuery,
  RoleWrittenAnswer,
  SearchRolesDto,
  VoidRoleDto,
} from './roles.dto.js';
import { Roles, type RoleWritten } from './roles.service.js';

/** Roles of the demo data that examples speak of. */
const CLERK = 'a4898565-7caf-5400-a880-15cf85e3b89f'; // demo-clerk-vinh-niem
const SECRETARY = '4e876158-9415-5fef-ba81-8018b6860a6e'; // demo-secretary-my-phong
const WRITTEN = { type: RoleWrittenAnswer, description: 'The role after the change.' };
const CHANGE = ['no-such-role', 'role-voided', 'own-role'];

/** Which role a person holds at which unit. Administrators of a unit see to those at it and below it. */
@ApiTags('roles')
@Controller('v1/roles')
export class RolesController {
  constructor(private readonly roles: Roles) {}

  @Post()
  @Route({
    summary: 'Give a person a role at a unit',
    description: 'It reaches the unit and all below it. Nobody gives a role to themselves.',
    access: 'unit',
    answer: { type: RoleWrittenAnswer, status: 201, description: 'The role, its version and its receipt.' },
    command: 'create',
    problems: ['role-exists', 'unknown-unit', 'empty-period', 'date-out-of-range', 'own-role'],
  })
  give(@Command() command: CommandRequest, @Body() body: GiveRoleDto): Promise<Answer<RoleWritten>> {
    const { id, person, role, unitId, from, to = null, reason = null } = body;
    return this.roles.give(command, { grantId: id ?? command.derivedId, person, role, unitId, from, to }, reason);
  }

  @Get()
  @Route({
    summary: 'List the roles held at a unit',
    description: 'All ever given at this very unit, past and voided ones too.',
    access: 'unit',
    answer: { type: RolesPage, description: 'One page; ask again with `next` as `cursor`.' },
    problems: ['no-such-unit', 'invalid-cursor'],
  })
  atUnit(@Principal() { sub }: Principal, @Query() { unit, limit, cursor }: RolesQuery): Promise<Page<RoleAnswer>> {
    return this.roles.atUnit(sub, unit, { limit, cursor });
  }

  @Post('search')
  @HttpCode(200)
  @Route({
    summary: 'Find the roles of a person',
    description:
      'By POST, since a person is named. Only those at units that the asker administers; 403 when there is none such, ' +
      'whether or not the person has roles elsewhere.',
    access: 'unit',
    answer: { type: RolesPage, description: 'One page; ask again with `next` as `cursor`.' },
    problems: ['invalid-cursor'],
  })
  search(
    @Principal() { sub }: Principal,
    @Body() { person, limit, cursor }: SearchRolesDto,
  ): Promise<Page<RoleAnswer>> {
    return this.roles.ofPerson(sub, person, { limit, cursor });
  }

  @Put(':id')
  @ApiId(CLERK)
  @Route({
    summary: 'Change until when a role holds',
    access: 'unit',
    answer: WRITTEN,
    command: 'change',
    problems: [...CHANGE, 'no-change', 'empty-period', 'date-out-of-range'],
  })
  end(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: EndRoleDto,
  ): Promise<Answer<RoleWritten>> {
    return this.roles.end(command, id, body.to, body.reason);
  }

  @Post(':id/void')
  @ApiId(SECRETARY)
  @Route({
    summary: 'Void a role that was given by mistake',
    access: 'unit',
    answer: WRITTEN,
    command: 'change',
    problems: CHANGE,
  })
  void(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() { reason }: VoidRoleDto,
  ): Promise<Answer<RoleWritten>> {
    return this.roles.void(command, id, reason);
  }
}
