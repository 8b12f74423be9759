import { ofMember, primaryOf, type Server } from '../harness/servers.js';
import { freeze, signal } from '../harness/signals.js';
import { again, type Nemesis, type Scene } from './nemesis.js';

async function primary({ cluster: { members }, random }: Scene): Promise<Server> {
  const port = await primaryOf(members.map((member) => member.port));
  return members.find((member) => member.port === port) ?? random.pick(members);
}

async function stepDown(scene: Scene, member: Server): Promise<void> {
  scene.inject(`replSetStepDown ${member.name}`);
  const command = { replSetStepDown: 4, secondaryCatchUpPeriodSecs: 1, force: true };
  await ofMember(member.port, (admin) => admin.command(command)).catch(() => undefined); // it may have stepped down already
}

/** Two of three are away: nothing can be written until one is back. */
async function majorityAway(scene: Scene): Promise<void> {
  const { cluster, random } = scene;
  const away = cluster.members.toSorted(() => random.next() - 0.5).slice(0, 2);
  for (const { name } of away) {
    scene.inject(`kill -9 ${name}, with another`);
    await cluster.supervisor.hold(name);
  }
  await scene.hold(random.between(1_000, 6_000));
  for (const { name } of away) cluster.supervisor.release(name);
}

/** The database loses its primary in every way. */
export const primaryAway: Nemesis = {
  name: 'primary',
  number: 6,
  weight: 3,
  holds: 'services stall and go on; nothing that was acknowledged is rolled back',
  async act(scene) {
    const { cluster, random } = scene;
    await again(scene, 800, 2_000, async () => {
      const member = await primary(scene);
      const dice = random.next();
      if (dice < 0.35 && cluster.members.length > 1) return stepDown(scene, member);
      if (dice < 0.45 && cluster.members.length > 2) return majorityAway(scene);
      if (dice < 0.7) {
        scene.inject(`kill -9 ${member.name}`);
        signal(scene, member.name, 'SIGKILL');
        return;
      }
      const ms = random.between(500, 5_000);
      scene.inject(`SIGSTOP ${member.name} for ${ms} ms`);
      await freeze(scene, member.name, ms);
    });
  },
};
