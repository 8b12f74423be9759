import { eventually, type Reply } from '#testing';
import { addDays } from '../../oracles/periods.js';
import { unitsAfter } from './act-following.js';
import type { Random } from './random.js';
import type { KnownUnit, World } from './world.js';

/** How long an act may take to be judged, and then to be applied: parts die meanwhile in the fault run. */
const PATIENCE_MS = 150_000;
type Act = { id: string; version: number; state: string; receipt: string | null; found: object | null };

const isOpen = ({ voided, stretches }: KnownUnit): boolean => !voided && (stretches.at(-1)?.to ?? null) === null;

/** Two communes that become one, new or not; or one that is handed over with all below it. */
function stepsOf(world: World, random: Random, communes: KnownUnit[]): { steps: object[]; heir: string | null } {
  const [one, other] = communes as [KnownUnit, KnownUnit];
  const dice = random.next();
  if (dice < 0.4) return { steps: [{ verb: 'merge', unitId: one.id, into: other.id }], heir: other.id };
  const district = random.pick(world.atLevel('district').filter(isOpen));
  if (dice > 0.8) return { steps: [{ verb: 'hand-over', unitId: one.id, parentId: district.id }], heir: null };
  const unitId = random.uuid();
  const code = `CO-${unitId.slice(0, 8)}`;
  const to = { unitId, code, name: `Đơn vị ${code}`, kind: 'commune', level: 'commune', parentId: district.id };
  return { steps: [{ verb: 'fuse', from: [one.id, other.id], to }], heir: unitId };
}

/** One act through the API: drafted by one person, checked, approved by another, applied; or refused on its way. */
export async function actCommand(world: World, random: Random, key: string): Promise<void> {
  const free = world.atLevel('commune').filter((unit) => isOpen(unit) && !unit.busy);
  const communes = [world.free(random, free), world.free(random, free)].filter((unit) => unit !== null);
  if (new Set(communes).size < 2) return;
  for (const unit of communes) unit.busy = true;
  try {
    await enact(world, random, communes, key);
  } finally {
    for (const { id } of communes) world.units.get(id)!.busy = false;
  }
}

async function enact(world: World, random: Random, communes: KnownUnit[], key: string): Promise<void> {
  const { steps, heir } = stepsOf(world, random, communes);
  const ahead = random.chance(0.25);
  const effective = ahead ? addDays(world.today, random.between(1, 300)) : world.date(random);
  const id = random.uuid();
  const draft = { id, decision: `${random.between(1, 999)}-QĐ/TU`, effective, reason: 'Random run', steps };
  if (!world.decided('draft act', await world.registry.post('/v1/acts', draft, { key }))) return;
  const asked = await world.registry.post(`/v1/acts/${id}/check`, {}, { key: `${key}-check`, ifMatch: 1 });
  if (!world.decided('check act', asked)) return;
  const checked = await reached(world, id, ['checked', 'faulty']);
  const options = { key: `${key}-approve`, ifMatch: checked.body.version };
  if (checked.body.state === 'checked') {
    const approved = await world.acts.approver.post(`/v1/acts/${id}/approve`, {}, options);
    if (world.decided('approve act', approved)) return applied(world, id, communes, heir);
  } else world.refused('approve act', 'act-has-faults');
  const { body } = await world.registry.read<Act>(`/v1/acts/${id}`);
  const discard = { key: `${key}-discard`, ifMatch: body.version };
  world.decided('discard act', await world.registry.post(`/v1/acts/${id}/discard`, { reason: 'Random run' }, discard));
}

async function applied(world: World, id: string, communes: readonly KnownUnit[], heir: string | null): Promise<void> {
  const { body } = await reached(world, id, ['applied']);
  if (body.receipt) world.lastTreeReceipt = body.receipt;
  await unitsAfter(world, id);
  if (heir === null) return;
  for (const unit of communes) if (unit.id !== heir) world.acts.ended.add(unit.id);
  world.acts.heirs.add(heir);
}

const reached = (world: World, id: string, states: readonly string[]): Promise<Reply<Act>> =>
  eventually(
    async () => {
      const reply = await world.registry.read<Act>(`/v1/acts/${id}`);
      return states.includes(reply.body.state) ? reply : Promise.reject(new Error(`act ${JSON.stringify(reply.body)}`));
    },
    { timeoutMs: PATIENCE_MS, everyMs: 300 },
  );
