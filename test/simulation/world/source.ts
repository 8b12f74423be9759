import type { MeetingRecordedV1 } from '#contracts';
import { inTransaction, Store } from '#mongo';
import { Bell } from '../../../libs/messaging/src/outbox/bell.js';
import { Outbox } from '../../../libs/messaging/src/outbox/outbox.js';
import { Relay } from '../../../libs/messaging/src/relay/relay.js';
import type { Ground } from './ground.js';
import type { Process } from './machine.js';
import { anyMeeting } from './facts.js';

export const FACTS = 'facts';
export type StoredFact = { _id: string; version: number; data: MeetingRecordedV1 };

/** A process of a source service: commands that write a fact and its event together, and a relay. */
export class SourceProcess {
  readonly #outbox: Outbox;
  readonly #relay: Relay;
  readonly #store: Store;

  constructor(
    readonly process: Process,
    private readonly ground: Ground,
  ) {
    this.#store = ground.storeOf(process, 'meetings');
    const bell = new Bell();
    this.#outbox = new Outbox({ service: 'meetings', store: this.#store, bell });
    const port = ground.portOf(process);
    this.#relay = new Relay({ service: 'meetings', store: this.#store, port, bell, leaseMs: 4_000 });
    this.#relay.start();
  }

  get ready(): boolean {
    return this.#store.state.ok;
  }

  /** Records a new version of a meeting. Answers it once the commit is known. @throws when it is not */
  async record(id: string): Promise<StoredFact> {
    const { machine } = this.ground;
    const hooks: (() => void)[] = [];
    const fact = await inTransaction(
      this.#store.connection,
      async (session) => {
        hooks.length = 0;
        const facts = this.#store.db.collection<StoredFact>(FACTS);
        const before = await facts.findOne({ _id: id }, { session });
        const version = (before?.version ?? 0) + 1;
        const data = anyMeeting(machine.random, id, version);
        if (before) await facts.replaceOne({ _id: id }, { version, data }, { session });
        else await facts.insertOne({ _id: id, version, data }, { session });
        const tx = { session, now: new Date(), onCommitted: (hook: () => void) => void hooks.push(hook) };
        await this.#outbox.add(tx, { type: 'meetings.meeting-recorded.v1', data, key: data.unitId });
        return { _id: id, version, data };
      },
      { withinMs: 8_000 },
    );
    for (const hook of hooks) hook();
    return fact;
  }
}
