import type { Day } from '#calendar';
import type { Tx } from '#http';
import { Injectable } from '@nestjs/common';
import type { Tree } from '../tree.js';
import type { ActName } from './follow-log.js';

/** What a fact is moved by. */
export type Following = { act: ActName; tree: Tree; today: Day };

/** A feature whose open things go on with who follows a unit that ended. */
export interface Follower {
  /** Ids of what lies open with these units, and of what acts moved away from them. */
  open(unitIds: readonly string[]): Promise<string[]>;
  /** Takes one along, in a transaction; nothing to do is no error. Asked again after a crash. */
  follow(tx: Tx, id: string, following: Following): Promise<void>;
}

/** The features of a service that follow acts. */
@Injectable()
export class Followers {
  readonly #followers: Follower[] = [];

  /** From now on it is told of every unit that an act changed. Called once, when its module begins. */
  add(follower: Follower): void {
    this.#followers.push(follower);
  }

  get all(): readonly Follower[] {
    return this.#followers;
  }
}
