import type { ClientSession } from 'mongoose';
import { eventually } from '#testing';
import { meeting } from './people-facts.harness.js';
import { Snapshots } from './snapshots.js';
import { demoFigures, FIRST_BRANCH } from './stored-figures.harness.js';

jest.setTimeout(120_000);

const figures = demoFigures('snapshots');

const facts = (session: ClientSession): Promise<number> =>
  figures().store.db.collection('contributions').countDocuments({}, { session });

describe('what is held in a snapshot', () => {
  it('goes on reading at its instant after the answer, and the session ends with it', async () => {
    let goOn = (): void => undefined;
    let read: Promise<number> | undefined;
    const session = await new Snapshots(figures().store, figures().trees).read(async (snapshot) => {
      const until = new Promise<void>((resolve) => (goOn = resolve));
      read = until.then(() => facts(snapshot.session));
      snapshot.hold(read);
      return snapshot.session;
    });
    await figures().derive([meeting(70_001, FIRST_BRANCH, '2026-10-05', [11])], 'meetings.events/0');
    expect(session.hasEnded).toBe(false);
    goOn();
    expect(await read).toBe(0);
    await eventually(async () => session.hasEnded);
  });

  it('may fail: the session ends all the same', async () => {
    const session = await new Snapshots(figures().store, figures().trees).read(async (snapshot) => {
      snapshot.hold(Promise.reject(new Error('the cells are gone')));
      return snapshot.session;
    });
    await eventually(async () => session.hasEnded);
  });
});
