import type mongoose from 'mongoose';
import { ofMember } from '../harness/servers.js';
import { again, type Nemesis, type Scene } from './nemesis.js';

const TRANSIENT = ['TransientTransactionError'];
const WRITES = ['update', 'insert', 'findAndModify', 'bulkWrite'];
/** What the server does to one process, by what it does it to. */
const POINTS: readonly { what: string; data: Record<string, unknown> }[] = [
  { what: 'commitTransaction: unknown result', data: { failCommands: ['commitTransaction'], closeConnection: true } },
  {
    what: 'commitTransaction: done, and told as not primary',
    data: {
      failCommands: ['commitTransaction'],
      writeConcernError: { code: 91, errmsg: 'ShutdownInProgress', errorLabels: ['RetryableWriteError'] },
    },
  },
  { what: 'write conflict', data: { failCommands: WRITES, errorCode: 112, errorLabels: TRANSIENT } },
  { what: 'not primary', data: { failCommands: [...WRITES, 'find'], errorCode: 10_107, closeConnection: false } },
  { what: 'connection closed', data: { failCommands: [...WRITES, 'find', 'aggregate'], closeConnection: true } },
  { what: 'slow commands', data: { failCommands: [...WRITES, 'find'], blockConnection: true, blockTimeMS: 2_000 } },
  { what: 'slow commit', data: { failCommands: ['commitTransaction'], blockConnection: true, blockTimeMS: 5_000 } },
  { what: 'abort fails', data: { failCommands: ['abortTransaction'], closeConnection: true } },
];

const tell = async ({ cluster }: Scene, command: mongoose.mongo.Document): Promise<void> => {
  const ports = cluster.members.map(({ port }) => port);
  await Promise.allSettled(ports.map((port) => ofMember(port, (admin) => admin.command(command)))); // some may be away
};

/** failCommand on all members, for the commands of one process. */
export const failpoints: Nemesis = {
  name: 'failpoints',
  number: 7,
  weight: 5,
  holds: 'each command and each batch has one effect, whatever its outcome was told to be',
  async act(scene) {
    const { cluster, random } = scene;
    const point = async (): Promise<void> => {
      const { what, data } = random.pick(POINTS);
      const { name: appName } = random.pick(cluster.processes);
      const times = random.between(1, 5);
      scene.inject(`${what}, ${times} times, ${appName}`);
      await tell(scene, { configureFailPoint: 'failCommand', mode: { times }, data: { ...data, appName } });
    };
    await Promise.all([again(scene, 200, 700, point), again(scene, 200, 700, point)]);
    await tell(scene, { configureFailPoint: 'failCommand', mode: 'off' });
  },
};
