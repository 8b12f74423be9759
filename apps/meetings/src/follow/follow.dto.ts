/** The act that moved a fact when its unit ended. */
export class MovedByActAnswer {
  /** @example '5c0f1f5e-6a0e-5c86-9f0e-2f9a2f6f0f61' */
  id!: string;

  /**
   * Number of its decision.
   * @example '31-HD/BTCTW'
   */
  decision!: string;
}

/** Who has what a unit that ended left open, from a day on. */
export class HolderAnswer {
  unitId!: string;

  /** @example '2025-07-01' */
  from!: string;
}
