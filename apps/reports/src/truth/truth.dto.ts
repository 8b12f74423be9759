import { ApiProperty } from '@nestjs/swagger';
import { SERVICES, TOPIC_NAMES, type ServiceName, type TopicName } from '#contracts';
import { RunAnswer } from '../reconciliation/reconciliations.dto.js';

export class TopicTruthAnswer {
  @ApiProperty({ enum: TOPIC_NAMES, example: 'meetings.events' })
  topic!: TopicName;
  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description:
      'Of which instant the numbers are: that of a watermark of the source. Null: the partitions have not all counted at ' +
      'one yet, as after a start or in a backlog; ask again.',
  })
  at!: string | null;
  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: 918,
    description: 'Versions of facts that the source ever accepted: each write is one.',
  })
  accepted!: number | null;
  @ApiProperty({ type: 'integer', nullable: true, example: 918, description: 'Of those, in the figures.' })
  applied!: number | null;
  @ApiProperty({
    type: 'integer',
    example: 0,
    description: 'Known, and in no figure until the tree change that makes their unit comes.',
  })
  unplaced!: number;
  @ApiProperty({
    type: 'integer',
    example: 0,
    description: 'Put aside as dead letters and not superseded by a later version: see GET /v1/dead-letters.',
  })
  refused!: number;
  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: 0,
    description: 'Still in the outbox of the source: accepted, and not published yet.',
  })
  pending!: number | null;
  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'When the oldest of them was accepted.',
  })
  oldestPending!: string | null;
  @ApiProperty({
    type: 'boolean',
    nullable: true,
    example: true,
    description:
      'accepted = applied + unplaced + refused + pending. False: facts were lost or counted twice; ask for a ' +
      'reconciliation. Null: not counted at one instant yet.',
  })
  balanced!: boolean | null;
}

export class ServiceTruthAnswer {
  @ApiProperty({ enum: SERVICES, example: 'meetings' })
  service!: ServiceName;
  @ApiProperty({ type: 'boolean', nullable: true, example: true, description: 'All its topics are.' })
  balanced!: boolean | null;
  @ApiProperty({ type: [TopicTruthAnswer] })
  topics!: TopicTruthAnswer[];
}

export class OpenLettersAnswer {
  @ApiProperty({ type: 'string', example: 'bad-data', description: 'Why they could not be applied.' })
  code!: string;
  @ApiProperty({ type: 'integer', example: 2, description: 'Records that wait for a decision.' })
  open!: number;
}

export class TruthAnswer {
  @ApiProperty({ format: 'date-time', description: 'When this was read.' })
  at!: string;
  @ApiProperty({
    type: 'boolean',
    nullable: true,
    example: true,
    description: 'No fact is lost, and none counted twice: all services are balanced.',
  })
  balanced!: boolean | null;
  @ApiProperty({ type: [ServiceTruthAnswer] })
  services!: ServiceTruthAnswer[];
  @ApiProperty({
    type: [OpenLettersAnswer],
    description: 'Dead letters of the figures that nobody has decided on yet.',
  })
  deadLetters!: OpenLettersAnswer[];
  @ApiProperty({
    type: 'integer',
    example: 0,
    description: 'Differences from the sources that could not be made right: see GET /v1/differences?state=disputed.',
  })
  disputed!: number;
  @ApiProperty({
    type: RunAnswer,
    nullable: true,
    description: 'The last reconciliation that came to its end: when, of what, and what it found. Null: none yet.',
  })
  lastReconciliation!: RunAnswer | null;
}
