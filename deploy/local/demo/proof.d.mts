import type { Where } from './load.mjs';

type MeetingOfToday = { date: string; startsAt: string; endsAt: string };
export function meetingOfToday(clock?: () => number, wait?: (ms: number) => Promise<void>): Promise<MeetingOfToday>;
export function runProof(where: Where & { today?: MeetingOfToday }): Promise<{ ok: boolean; lines: string[] }>;
