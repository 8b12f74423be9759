import { ApiProperty } from '@nestjs/swagger';

export class AlikeMemberAnswer {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty({ format: 'date' })
  birthDate!: string;

  /** Branches on whose roll the member ever was. */
  @ApiProperty({ type: [String], format: 'uuid' })
  unitIds!: string[];
}

export class AlikeAnswer {
  /** Two of them were on the roll of one branch: most likely one person entered twice. */
  @ApiProperty()
  sameBranch!: boolean;

  @ApiProperty({ type: [AlikeMemberAnswer] })
  members!: AlikeMemberAnswer[];
}

export class DuplicatesPage {
  @ApiProperty({ type: [AlikeAnswer] })
  items!: AlikeAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}
