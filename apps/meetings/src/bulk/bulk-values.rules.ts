import { readOne, readText, unreadable, type Read } from '#bulk';
import { dateOf, localDayOf } from '#calendar';
import type { MeetingKind } from '#contracts';

/** A kind as offices write it; one text may say two things at once. */
export type WrittenKind = { kind: MeetingKind; withThematic?: true };

const KINDS: Readonly<Record<string, WrittenKind>> = {
  'thường kỳ': { kind: 'regular' },
  'định kỳ': { kind: 'regular' },
  'sinh hoạt thường kỳ': { kind: 'regular' },
  'thường kỳ kết hợp chuyên đề': { kind: 'regular', withThematic: true },
  regular: { kind: 'regular' },
  'chuyên đề': { kind: 'thematic' },
  'sinh hoạt chuyên đề': { kind: 'thematic' },
  thematic: { kind: 'thematic' },
  'bất thường': { kind: 'extraordinary' },
  'đột xuất': { kind: 'extraordinary' },
  'sinh hoạt bất thường': { kind: 'extraordinary' },
  extraordinary: { kind: 'extraordinary' },
};
export const readKind = (raw: unknown): Read<WrittenKind> | undefined => readOne(raw, KINDS);

/** A time of day on the clock of Viet Nam (`19:30:00`), or an instant, which has its date in itself. */
export type Clock = { time: string } | { instant: Date; date: string };

const TIME = /^(\d{1,2})(?::(\d{2})(?::(\d{2}))?|\s*(?:h|g|giờ)\s*(\d{2})?)$/i;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/** 19:30, 19:30:00, 19h30, 19 giờ 30, 19h, or RFC 3339 with offset. A number of a spreadsheet (0,8125) is not guessed at. */
export function readClock(raw: unknown): Read<Clock> | undefined {
  const text = readText(raw);
  if (!text || 'code' in text) return text;
  if (INSTANT.test(text.value)) return instantOf(text.value);
  const [, hour, minute, second = '00', afterH] = TIME.exec(text.value) ?? [];
  const minutes = minute ?? afterH ?? '00';
  if (hour === undefined || Number(hour) > 23 || Number(minutes) > 59 || Number(second) > 59)
    return unreadable('is-time');
  return { value: { time: `${hour.padStart(2, '0')}:${minutes}:${second}` } };
}

function instantOf(text: string): Read<Clock> {
  const instant = new Date(text);
  // Date takes 30 February for 2 March: the day must come back as it was written.
  const day = text.slice(0, 10);
  const midnight = new Date(`${day}T00:00:00Z`);
  const exists = !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
  if (!exists || Number.isNaN(instant.getTime())) return unreadable('is-instant');
  return { value: { instant, date: dateOf(localDayOf(instant)) } };
}

/** The instant of a time on a date; an instant is what it is. */
export const instantAt = (clock: Clock, date: string): Date =>
  'instant' in clock ? clock.instant : new Date(`${date}T${clock.time}+07:00`);
