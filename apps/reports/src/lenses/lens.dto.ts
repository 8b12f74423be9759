import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { LENSES, type LensName } from './lens.rules.js';

const LENS =
  'In which tree: `as-was`, each fact where its unit lay on its own date; `as-is`, all of them where their units lie today; ' +
  '`as-of:2025-07-01`, where they lie on that day. In the last two the history of a unit that was merged, fused or divided ' +
  'by then is that of who took its place.';

export const ApiLens = (): PropertyDecorator => (target, key) => {
  for (const decorate of [
    ApiPropertyOptional({ description: LENS, default: 'as-was', example: 'as-is' }),
    IsOptional(),
    IsString(),
    MaxLength(20),
  ])
    decorate(target, key);
};

export class ActUnderWayDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;
  @ApiProperty({ description: 'Number of the decision.', example: '31-HD/BTCTW' })
  decision!: string;
  @ApiProperty({
    type: 'integer',
    description: 'Steps that are in these figures; each leaves a tree that holds.',
    example: 1200,
  })
  step!: number;
  @ApiProperty({ type: 'integer', example: 5000 })
  of!: number;
}

export class TreeDto {
  @ApiProperty({ enum: LENSES, description: 'Which tree it is: of each day, of today, of a day.' })
  lens!: LensName;
  @ApiPropertyOptional({ format: 'date', description: 'The day whose tree holds for all days.', example: '2025-07-01' })
  on?: string;
  @ApiProperty({ type: 'integer', description: 'treeRevision of these figures.', example: 120 })
  revision!: number;
  @ApiPropertyOptional({ format: 'date-time', description: 'The instant whose knowledge of facts and tree this is.' })
  knownAt?: string;
  @ApiPropertyOptional({ type: ActUnderWayDto, description: 'There while this tree has an act in part.' })
  act?: ActUnderWayDto;
}
