import { IsId, PageQuery } from '#http';
import { ApiProperty } from '@nestjs/swagger';

/** Which cases to list. */
export class CasesQuery extends PageQuery {
  /**
   * Unit at the top of the subtree, as the tree is today.
   * @example '20628915-0922-5e62-a448-e7856b5efa26'
   */
  @IsId()
  unit!: string;
}

/** One inspection or supervision. */
export class CaseAnswer {
  id!: string;

  /** The unit it concerns. */
  unitId!: string;

  /**
   * Local date on which it was opened.
   * @example '2026-07-01'
   */
  openedOn!: string;
}

export class CasesPage {
  @ApiProperty({ type: [CaseAnswer] })
  items!: CaseAnswer[];

  /** Cursor of the next page; null on the last. */
  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}
