import type { SessionBody } from '#contracts';
import type { Tx } from '#http';
import { Store } from '#mongo';
import { Injectable } from '@nestjs/common';

/** Last numbers given, by unit, body and term. */
export const MINUTES_BOOKS = 'minutes_books';

type BookDocument = { _id: string; last: number };
export type Book = { unitId: string; body: SessionBody; term: string };

/**
 * Numbers of minutes (sổ biên bản): 1, 2, 3 … for each body and term. A number is given in the transaction of the
 * minutes that bear it, so none is left out and none given twice; two at once conflict on the book.
 */
@Injectable()
export class MinutesBooks {
  constructor(private readonly store: Store) {}

  async next({ session }: Tx, { unitId, body, term }: Book): Promise<number> {
    const book = await this.store.db
      .collection<BookDocument>(MINUTES_BOOKS)
      .findOneAndUpdate(
        { _id: `${unitId}/${body}/${term}` },
        { $inc: { last: 1 } },
        { upsert: true, returnDocument: 'after', session },
      );
    if (!book) throw new Error('a book of minutes was neither found nor made');
    return book.last;
  }
}
