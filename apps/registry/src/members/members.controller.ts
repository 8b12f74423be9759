import { ApiId, Command, CommandRequest, IdParam, Route, type Answer } from '#http';
import { Body, Controller, Post, Put } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { toAct } from './act.input.js';
import { MemberWrittenAnswer } from './members-answers.dto.js';
import { ChangePersonDto, CorrectActDto, NewActDto, RegisterMemberDto, VoidMemberDto } from './members.dto.js';
import { EXAMPLE_BODIES, EXAMPLE_IDS } from './members.examples.js';
import { MembersService } from './members.service.js';

const UNITS = ['roll-unit-unknown', 'unit-not-alive', 'unit-holds-no-roll'];
const FIELDS = ['act-field-needed', 'act-field-unexpected', 'date-out-of-range'];
const ENTRY = ['ceremony-before-decision', 'dates-out-of-order', 'official-date-of-probationary', 'under-age'];
const STATES = [
  'already-on-roll',
  'registered-before',
  'not-on-roll',
  'never-on-roll',
  'already-died',
  'already-official',
  'already-in-transit',
  'not-in-transit',
  'transfer-to-same-unit',
  'already-temporary',
  'not-temporary',
  'temporary-at-home',
  'already-exempt',
  'not-exempt',
  'already-suspended',
  'not-suspended',
];
const ACTS = [...UNITS, ...FIELDS, ...ENTRY, ...STATES];
const KNOWN = ['no-such-member', 'member-voided'];
const PERSON = ['identifier-not-12-digits', 'identifier-taken'];
const WRITTEN = {
  type: MemberWrittenAnswer,
  description: 'Where the member now is on rolls through time; nothing personal.',
};

/** Changes of members. An answer holds nothing personal, since it is kept with its key for 30 days. */
@ApiTags('members')
@Controller('v1/members')
export class MembersController {
  constructor(private readonly members: MembersService) {}

  @Post()
  @ApiBody({ type: RegisterMemberDto, examples: EXAMPLE_BODIES.register })
  @Route({
    summary: 'Put somebody on the roll of a branch',
    description:
      '`registered`: taken up as the member he already is. `admitted` (kết nạp): on the roll, and on probation, from the ' +
      'ceremony; Party age counts from the decision, once official. A late ceremony and an age over 60 are accepted and ' +
      'marked. Somebody of the same identifier is refused; of the same name and birth date on the same roll until ' +
      '`confirmedDistinct`. Needs the right to the roll of that unit.',
    access: 'unit',
    answer: { ...WRITTEN, status: 201 },
    command: 'create',
    problems: ['no-such-unit', 'member-exists', 'possible-duplicate', ...PERSON, ...UNITS, ...FIELDS, ...ENTRY],
  })
  register(
    @Command() command: CommandRequest,
    @Body() { id, unitId, act, person, confirmedDistinct = false }: RegisterMemberDto,
  ): Promise<Answer<MemberWrittenAnswer>> {
    const first = toAct(act, { prefix: 'act.', unitId });
    return this.members.register(command, { id, person, act: first, confirmedDistinct });
  }

  @Post(':id/acts')
  @ApiId(EXAMPLE_IDS.act)
  @ApiBody({ type: NewActDto, examples: EXAMPLE_BODIES.act })
  @Route({
    summary: 'Enter an act: recognition, transfer, exemption, leaving …',
    description:
      'At its date, also before others that were entered earlier: all acts are then folded anew, and the one that would ' +
      'no longer be possible is named as `acts[<n>]`. A transfer takes two: `transfer-introduced` by who keeps the roll ' +
      'he leaves, `transfer-accepted` or `transfer-rejected` by who keeps the roll he comes to; in between he counts ' +
      'where he was. Any other act needs the right at every unit where it shows.',
    access: 'person',
    answer: WRITTEN,
    command: 'change',
    problems: [...KNOWN, ...ACTS],
  })
  act(@Command() command: CommandRequest, @IdParam() id: string, @Body() body: NewActDto) {
    return this.members.act(command, id, toAct(body));
  }

  @Put(':id/acts/:actId')
  @ApiId(EXAMPLE_IDS.correctAct)
  @ApiId(EXAMPLE_IDS.correctedAct, 'actId', 'Id of the act.')
  @ApiBody({ type: CorrectActDto, examples: EXAMPLE_BODIES.correctAct })
  @Route({
    summary: 'Correct what was entered wrongly in an act',
    description: 'Replaces it by another of its kind. The figures of all days concerned follow.',
    access: 'person',
    answer: WRITTEN,
    command: 'change',
    problems: [...KNOWN, 'no-such-act', 'act-voided', 'act-of-another-kind', ...ACTS],
  })
  correctAct(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @IdParam('actId') actId: string,
    @Body() { act, reason }: CorrectActDto,
  ) {
    return this.members.correctAct(command, id, actId, toAct(act, { prefix: 'act.' }), reason);
  }

  @Post(':id/acts/:actId/void')
  @ApiId(EXAMPLE_IDS.voidAct)
  @ApiId(EXAMPLE_IDS.voidedAct, 'actId', 'Id of the act.')
  @ApiBody({ type: VoidMemberDto, examples: EXAMPLE_BODIES.voidAct })
  @Route({
    summary: 'Void an act that was entered by mistake',
    description: 'It stays among the acts and counts no more.',
    access: 'person',
    answer: WRITTEN,
    command: 'change',
    exampleVersion: 2,
    problems: [...KNOWN, 'no-such-act', 'act-voided', 'last-act', 'act-of-reorganisation', ...STATES],
  })
  voidAct(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @IdParam('actId') actId: string,
    @Body() { reason }: VoidMemberDto,
  ) {
    return this.members.voidAct(command, id, actId, reason);
  }

  @Put(':id/person')
  @ApiId(EXAMPLE_IDS.person)
  @ApiBody({ type: ChangePersonDto, examples: EXAMPLE_BODIES.person })
  @Route({
    summary: 'Replace the personal data of a member',
    description: 'All of them, with a reason. They never leave this service but as counts.',
    access: 'person',
    answer: WRITTEN,
    command: 'change',
    problems: [...KNOWN, 'date-out-of-range', 'under-age', ...PERSON],
  })
  changePerson(@Command() command: CommandRequest, @IdParam() id: string, @Body() { person, reason }: ChangePersonDto) {
    return this.members.changePerson(command, id, person, reason);
  }

  @Post(':id/void')
  @ApiId(EXAMPLE_IDS.void)
  @ApiBody({ type: VoidMemberDto, examples: EXAMPLE_BODIES.void })
  @Route({
    summary: 'Void a member who was entered by mistake',
    description:
      'Then never was on any roll. Needs the right at every unit he was at. Who left in earnest is not voided.',
    access: 'person',
    answer: WRITTEN,
    command: 'change',
    problems: KNOWN,
  })
  void(@Command() command: CommandRequest, @IdParam() id: string, @Body() { reason }: VoidMemberDto) {
    return this.members.void(command, id, reason);
  }
}
