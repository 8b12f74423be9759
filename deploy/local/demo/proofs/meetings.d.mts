type MeetingOfToday = { date: string; startsAt: string; endsAt: string };
export function meetingOfToday(clock?: () => number, wait?: (ms: number) => Promise<void>): Promise<MeetingOfToday>;
