import { ApiId, Command, CommandRequest, IdParam, Route, type Answer } from '#http';
import { Body, Controller, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { closeUnit, correctUnit, createUnit, moveUnit, renameUnit, reopenUnit, voidUnit } from '#acts';
import {
  CloseUnitDto,
  CorrectUnitDto,
  CreateUnitDto,
  MoveUnitDto,
  ReasonDto,
  RenameUnitDto,
  ReopenUnitDto,
  UnitWrittenAnswer,
} from './units.dto.js';
import { Units, type UnitWritten } from './units.service.js';

/** Units of the demo data that examples speak of; each act has its own, so that one does not spoil another. */
const EXAMPLE = {
  rename: 'a3acd615-63a9-50c3-8a40-c949cbcf865a', // HP-VN-05
  move: '50492f7d-525e-5caa-9704-82807e4a0616', // HP-VN-06
  close: 'a9a6df8e-31ba-513a-983c-4bf702aae38d', // HP-VN-07
  correct: '882ebdc9-75a3-5fe5-bdb8-25d5d42d3f5e', // HP-VN-08
  void: '00ea83c8-03ed-5299-8385-202c65f01b16', // HP-VN-09
  reopen: '4aae28fe-850a-5a6c-bf77-6a46f0ce301f', // HP-LC, closed
};
const DATES = ['date-out-of-range', 'act-being-applied'];
const PLACE = ['orphan', 'outside-parent-life', 'cycle', 'second-root', 'first-administrator-only'];
const CHANGE = ['no-such-unit', 'unit-voided', 'no-change'];
const WRITTEN = { type: UnitWrittenAnswer, description: 'The unit after the change, with its receipt.' };

/** Changes of units. Who administers the unit, or one above it, may make them. */
@ApiTags('units')
@Controller('v1/units')
export class UnitsController {
  constructor(private readonly units: Units) {}

  @Post()
  @Route({
    summary: 'Create a unit',
    description:
      'Needs the right at the unit above. A unit without one is the centre, of which there is one on every day.',
    access: 'unit',
    answer: { type: UnitWrittenAnswer, status: 201, description: 'The unit, its version and its receipt.' },
    command: 'create',
    problems: ['unit-exists', 'code-taken', ...PLACE, ...DATES],
  })
  create(@Command() command: CommandRequest, @Body() body: CreateUnitDto): Promise<Answer<UnitWritten>> {
    const { reason, ...unit } = body;
    const record = createUnit({ ...unit, id: body.id ?? command.derivedId });
    return this.units.create(command, record, reason ?? null);
  }

  @Post(':id/rename')
  @ApiId(EXAMPLE.rename)
  @Route({
    summary: 'Rename a unit from a date on',
    description: 'Holds until the next recorded change of the name, or the end of that life of the unit.',
    access: 'unit',
    answer: WRITTEN,
    command: 'change',
    problems: [...CHANGE, 'unit-not-alive', ...DATES],
  })
  rename(@Command() command: CommandRequest, @IdParam() id: string, @Body() body: RenameUnitDto) {
    const { name, from, reason } = body;
    return this.units.change(command, {
      id,
      act: 'renamed',
      reason,
      decide: (record) => renameUnit(record, name, from),
    });
  }

  @Post(':id/move')
  @ApiId(EXAMPLE.move)
  @Route({
    summary: 'Put a unit under another from a date on',
    description:
      'In the past, today or ahead. Holds until the next recorded move, or the end of that life of the unit. All below ' +
      'it comes along, and so do the figures of the days concerned. Needs the right at the unit and at the new one above.',
    access: 'unit',
    answer: WRITTEN,
    command: 'change',
    problems: [...CHANGE, 'unit-not-alive', ...PLACE, ...DATES],
  })
  move(@Command() command: CommandRequest, @IdParam() id: string, @Body() body: MoveUnitDto) {
    const { parentId, from, reason } = body;
    return this.units.change(command, {
      id,
      act: 'moved',
      reason,
      decide: (record) => moveUnit(record, parentId, from),
    });
  }

  @Post(':id/close')
  @ApiId(EXAMPLE.close)
  @Route({
    summary: 'Close a unit',
    description: 'It must have no unit under it from that date on. What was recorded there stays, and can be reopened.',
    access: 'unit',
    answer: WRITTEN,
    command: 'change',
    problems: [...CHANGE, 'unit-not-alive', 'life-would-be-empty', 'children-outside-life', ...DATES],
  })
  close(@Command() command: CommandRequest, @IdParam() id: string, @Body() body: CloseUnitDto) {
    const { from, reason } = body;
    return this.units.change(command, { id, act: 'closed', reason, decide: (record) => closeUnit(record, from) });
  }

  @Post(':id/reopen')
  @ApiId(EXAMPLE.reopen)
  @Route({
    summary: 'Reopen a closed unit',
    description: 'It lives again as it last was; under another unit above if `parentId` is given.',
    access: 'unit',
    answer: WRITTEN,
    command: 'change',
    exampleVersion: 2,
    problems: ['no-such-unit', 'unit-voided', 'unit-alive', 'never-lived-before', 'code-taken', ...PLACE, ...DATES],
  })
  reopen(@Command() command: CommandRequest, @IdParam() id: string, @Body() body: ReopenUnitDto) {
    const { from, parentId, reason } = body;
    const decide = (record: Parameters<typeof reopenUnit>[0]) => reopenUnit(record, from, parentId);
    return this.units.change(command, { id, act: 'reopened', reason, decide });
  }

  @Put(':id')
  @ApiId(EXAMPLE.correct)
  @Route({
    summary: 'Correct what was entered wrongly',
    description: 'Replaces the whole history. The figures of all days concerned follow.',
    access: 'unit',
    answer: WRITTEN,
    command: 'change',
    problems: [
      ...CHANGE,
      'no-stretches',
      'empty-stretch',
      'overlapping-stretches',
      'too-many-stretches',
      'code-taken',
      'children-outside-life',
      ...PLACE,
      ...DATES,
    ],
  })
  correct(@Command() command: CommandRequest, @IdParam() id: string, @Body() body: CorrectUnitDto) {
    const { stretches, reason } = body;
    const decide = (record: Parameters<typeof correctUnit>[0]) => correctUnit(record, stretches);
    return this.units.change(command, { id, act: 'corrected', reason, decide });
  }

  @Post(':id/void')
  @ApiId(EXAMPLE.void)
  @Route({
    summary: 'Void a unit that should never have been entered',
    description: 'It then lived at no time. What ended in earnest is closed, not voided.',
    access: 'unit',
    answer: WRITTEN,
    command: 'change',
    problems: ['no-such-unit', 'unit-voided', 'has-children', 'act-being-applied'],
  })
  void(@Command() command: CommandRequest, @IdParam() id: string, @Body() { reason }: ReasonDto) {
    return this.units.change(command, { id, act: 'voided', reason, decide: voidUnit });
  }
}
