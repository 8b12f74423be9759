/**
 * What the stored figures must be, said as plainly as possible: loops over contributions, units and days. It shares no
 * code with what it judges (it imports nothing), and speed is no aim.
 */
export type OracleStretch = { from: number; to: number | null; parent: string | null };
export type OracleEntry = { unit: string; day: number; to?: number | null; amounts: Record<string, number> };
export type OracleWorld = {
  /** Units by id with their own dated parents, sorted; a voided one has none. */
  units: ReadonlyMap<string, readonly OracleStretch[]>;
  entries: readonly OracleEntry[];
  /** Units that ever had a child at any time of the history: they hold figures of their own. */
  parents: ReadonlySet<string>;
  epoch: number;
  /** Days after this one are not looked at for stock. */
  lastDay: number;
};

/** The parent on a day: of the stretch with the fewest days away, the earlier when two are equally near. */
function parentOn(stretches: readonly OracleStretch[], day: number): string | null | undefined {
  let best: { away: number; parent: string | null } | undefined;
  for (const { from, to, parent } of stretches) {
    let away = 0;
    if (day < from) away = from - day;
    else if (to !== null && day >= to) away = day - to + 1;
    if (best === undefined || away < best.away) best = { away, parent };
  }
  return best?.parent;
}

/** The unit and everything above it on a day. */
export function oraclePath(units: OracleWorld['units'], unit: string, day: number): string[] {
  const path: string[] = [];
  let at: string | null | undefined = unit;
  while (at !== null && at !== undefined) {
    const parent = parentOn(units.get(at) ?? [], day);
    if (parent === undefined) return [];
    path.push(at);
    at = parent;
  }
  return path;
}

/** All amounts that are not 0, by `unit day key`, and by `parent day child` for regular meetings of direct children. */
export function oracleFigures(world: OracleWorld, regularKeys: string | readonly string[], headsKey = 'L:m') {
  const figures = new Map<string, number>();
  const add = (name: string, n: number): void => void figures.set(name, (figures.get(name) ?? 0) + n);
  for (const { unit, day, to, amounts } of world.entries) {
    if (to !== undefined) continue;
    const path = oraclePath(world.units, unit, day);
    for (const holder of path)
      if (world.parents.has(holder)) for (const [key, n] of Object.entries(amounts)) add(`${holder} ${day} ${key}`, n);
    const regular = [regularKeys].flat().reduce((sum, key) => sum + (amounts[key] ?? 0), 0);
    if (path.length > 1 && regular) add(`${path[1]} ${day} <${unit}>`, regular);
  }
  for (let day = world.epoch; day <= world.lastDay; day += 1)
    for (const [name, level] of stockOn(world, day)) add(name.replace(' ', ` ${day} `), level);
  for (let day = world.epoch + 1; day <= world.lastDay; day += 1)
    for (const [name, level] of stockOn(world, day - 1)) add(name.replace(' ', ` ${day} `), -level);
  for (const entry of world.entries) addMoved(world, entry, headsKey, add);
  for (const [name, n] of figures) if (n === 0) figures.delete(name);
  return figures;
}

/** People on a roll the day before who lie elsewhere with their unit on the day, whoever leaves the roll that very day. */
function addMoved(
  world: OracleWorld,
  { unit, day, to, amounts }: OracleEntry,
  headsKey: string,
  add: (name: string, n: number) => void,
): void {
  const heads = to === undefined ? 0 : (amounts[headsKey] ?? 0);
  if (heads === 0) return;
  const end = Math.min(to ?? Infinity, world.lastDay);
  for (let at = Math.max(day, world.epoch) + 1; at <= end; at += 1) {
    const [before, after] = [oraclePath(world.units, unit, at - 1), oraclePath(world.units, unit, at)];
    for (const holder of before) if (world.parents.has(holder)) add(`${holder} ${at} I:m`, -heads);
    for (const holder of after) if (world.parents.has(holder)) add(`${holder} ${at} I:m`, heads);
  }
}

/** The stock at the end of a day, by `unit key`. */
function stockOn(world: OracleWorld, day: number): Map<string, number> {
  const levels = new Map<string, number>();
  for (const entry of world.entries) {
    if (entry.to === undefined || entry.day > day || (entry.to !== null && entry.to <= day)) continue;
    for (const holder of oraclePath(world.units, entry.unit, day))
      if (world.parents.has(holder))
        for (const [key, n] of Object.entries(entry.amounts))
          levels.set(`${holder} ${key}`, (levels.get(`${holder} ${key}`) ?? 0) + n);
  }
  return levels;
}
