import type { Day } from '#calendar';
import type { Take } from '../lenses/placed-plan.rules.js';
import { includesDay } from '../rollups/spans.rules.js';

/** What a figure in another tree is made up of, in the stored one. */
export type Made = readonly Take[];

/** More parts than this are not looked through: what is made up of so many is of single branches, and these are small. */
const MOST_PARTS = 500;

/** What must be decided before a figure may be shown: of units with all below them, and of rolls of their own. */
export type ToDecide = { units: Set<string>; rolls: Set<string> };

/** Whether something is withheld in the tree as it was. */
export type Withheld = { isWithheld(unit: string): boolean; isOwnWithheld(unit: string): boolean };

/**
 * Whether a figure in another tree may be shown: if everything that it is made up of is shown in the tree as it was, or
 * may be seen by who asks. So it is a sum of what is told anyhow, and no difference of two lenses tells more.
 */
export class PlacedDisclosure {
  constructor(
    private readonly maySee: (unit: string) => boolean,
    private readonly hasCells: (unit: string) => boolean,
  ) {}

  /** Notes what is to be decided for a figure of a day. */
  note(into: ToDecide, made: Made, day: Day): void {
    const unseen = this.#unseen(made, day);
    if (unseen.length > MOST_PARTS) return;
    for (const { unit, of } of unseen) (of === 'own' && this.hasCells(unit) ? into.rolls : into.units).add(unit);
  }

  isShown(made: Made, day: Day, decided: Withheld): boolean {
    const unseen = this.#unseen(made, day);
    const isWithheld = ({ unit, of }: Take): boolean =>
      of === 'own' && this.hasCells(unit) ? decided.isOwnWithheld(unit) : decided.isWithheld(unit);
    return unseen.length <= MOST_PARTS && !unseen.some(isWithheld);
  }

  #unseen(made: Made, day: Day): Take[] {
    return made.filter(({ unit, spans }) => includesDay(spans, day) && !this.maySee(unit));
  }
}
