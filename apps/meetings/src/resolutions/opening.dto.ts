import { ApiProperty } from '@nestjs/swagger';
import { TaskAnswer } from './resolution-answers.dto.js';

export class OpeningResolution {
  id!: string;

  /** @example 'NQ' */
  type!: string;

  @ApiProperty({ type: String, nullable: true, example: '01-NQ/CB' })
  documentNumber!: string | null;

  /** @example '2020-11-03' */
  adoptedOn!: string;

  /** How they stood on the day. */
  @ApiProperty({ type: [TaskAnswer] })
  tasks!: TaskAnswer[];
}

export class OpeningTasks {
  /** @example 4 */
  set!: number;

  /** Deadline on or before the day, and not dropped by then. */
  due!: number;

  /** Neither done nor dropped, and not late. */
  open!: number;

  late!: number;

  done!: number;

  dropped!: number;
}

export class OpeningRounding {
  @ApiProperty({ enum: ['half-up'] })
  mode!: 'half-up';

  /** @example 2 */
  decimals!: number;
}

export class OpeningTargets {
  /** Tasks done by the day. */
  reached!: number;

  /** Tasks due by the day or done before; dropped ones are not among them. */
  of!: number;

  /** Percent; null of none. */
  @ApiProperty({ type: Number, nullable: true, example: 66.67 })
  share!: number | null;

  @ApiProperty({ type: OpeningRounding })
  rounding!: OpeningRounding;
}

/** What the next meeting of a unit begins with. */
export class OpeningAnswer {
  unitId!: string;

  /** @example '2020-12-03' */
  on!: string;

  /** First day of the resolutions told of: that of the last regular meeting before. */
  since!: string;

  /** The last regular meeting before that day; null: none is known, and a month is told of. */
  @ApiProperty({ type: String, nullable: true, example: '2020-11-03' })
  lastRegularMeeting!: string | null;

  /** Adopted from `since` to the day before, in that order. */
  @ApiProperty({ type: [OpeningResolution] })
  resolutions!: OpeningResolution[];

  @ApiProperty({ type: OpeningTasks })
  tasks!: OpeningTasks;

  @ApiProperty({ type: OpeningTargets })
  targets!: OpeningTargets;

  /** Older ones with tasks that were neither done nor dropped on that day. */
  @ApiProperty({ type: [OpeningResolution] })
  carriedOver!: OpeningResolution[];

  /** More than are told of here (200 of each kind): the list of resolutions has them all. */
  more!: boolean;
}
