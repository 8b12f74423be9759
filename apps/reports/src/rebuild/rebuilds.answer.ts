import { monthBeside } from '#calendar';
import type { Rebuild } from './rebuild.js';
import type { RebuildAnswer } from './rebuilds.dto.js';

export function rebuildAnswer(rebuild: Rebuild, now: Date): RebuildAnswer {
  const { _id: id, version, reason, state, unitId, from, to, next, total, passes } = rebuild;
  const seconds = rebuild.startedAt ? ((rebuild.finishedAt ?? now).getTime() - rebuild.startedAt.getTime()) / 1000 : 0;
  return {
    id,
    version,
    reason,
    state,
    unitId,
    from,
    through: to === null ? null : monthBeside(to, -1),
    slices: {
      done: next,
      total: passes === 0 ? null : total,
      perSecond: seconds > 0 ? Math.round((next / seconds) * 10) / 10 : null,
    },
    facts: rebuild.facts,
    corrected: rebuild.corrected,
    samples: rebuild.samples,
    requestedBy: rebuild.by,
    requestedAt: rebuild.at.toISOString(),
    notBefore: rebuild.notBefore?.toISOString() ?? null,
    startedAt: rebuild.startedAt?.toISOString() ?? null,
    finishedAt: rebuild.finishedAt?.toISOString() ?? null,
    cancelledBy: rebuild.cancelledBy,
  };
}
