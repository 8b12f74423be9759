import { ApiProperty } from '@nestjs/swagger';

export class NarrativeReadAnswer {
  /** OIDC `sub` of who read them. */
  sub!: string;

  /** @example '2026-07-26T09:00:00.000+07:00' */
  at!: string;

  /**
   * The version whose texts were read.
   * @example 1
   */
  version!: number;
}

export class NarrativeReadsPage {
  @ApiProperty({ type: [NarrativeReadAnswer] })
  items!: NarrativeReadAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}
