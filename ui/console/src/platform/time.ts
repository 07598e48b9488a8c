const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

const clock = formatOf({ hour: '2-digit', minute: '2-digit' });
const clockExact = formatOf({
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  timeZoneName: 'short',
});
const dayAndMonth = formatOf({ day: 'numeric', month: 'short' });
const weekday = formatOf({ weekday: 'long', day: 'numeric', month: 'long' });
const dayMonthYear = formatOf({ day: 'numeric', month: 'long', year: 'numeric' });

/** Made when first used: a browser takes as long for its first one as for all else that a page does as it starts. */
function formatOf(options: Intl.DateTimeFormatOptions): (iso: string) => string {
  let format: Intl.DateTimeFormat | undefined;
  return (iso) => {
    format ??= new Intl.DateTimeFormat('en-GB', options);
    return format.format(millis(iso));
  };
}

/** Makes the first one in a task of its own, before a rendering needs it. */
export function prepareFormats(): void {
  setTimeout(() => formatClock(new Date().toISOString()));
}

/** Milliseconds since the epoch of an ISO-8601 text; microseconds beyond the third digit are dropped. */
export function millis(iso: string): number {
  return Date.parse(iso);
}

/** `14:03` in the reader's time zone. */
export function formatClock(iso: string): string {
  return clock(iso);
}

/** Down to the millisecond and with the zone, for hovering. */
export function formatExact(iso: string): string {
  return clockExact(iso);
}

/** How long ago, short enough for a list: `now`, `12s`, `5m`, `3h`, `2d`, `4 Mar`. */
export function formatAgo(iso: string, now: number): string {
  const age = now - millis(iso);
  if (age < 5 * SECOND) return 'now';
  if (age < MINUTE) return `${Math.floor(age / SECOND)}s`;
  if (age < HOUR) return `${Math.floor(age / MINUTE)}m`;
  if (age < DAY) return `${Math.floor(age / HOUR)}h`;
  if (age < WEEK) return `${Math.floor(age / DAY)}d`;
  return dayAndMonth(iso);
}

/** A span of time with the precision that helps: `340 ms`, `1.2 s`, `48 s`, `2 m 05 s`, `3 h 10 m`. */
export function formatDuration(milliseconds: number): string {
  const span = Math.max(0, milliseconds);
  if (span < SECOND) return `${Math.round(span)} ms`;
  if (span < 9.95 * SECOND) return `${(span / SECOND).toFixed(1)} s`;
  const seconds = Math.round(span / SECOND);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} m ${pad(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} m`;
}

/** A span that still goes on, counted in whole seconds: `0 s`, `48 s`, `2 m 05 s`. */
export function formatElapsed(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / SECOND));
  return seconds < 60 ? `${seconds} s` : formatDuration(seconds * SECOND);
}

/** Time between two ISO texts as {@link formatDuration} words it. */
export function formatBetween(from: string, to: string): string {
  return formatDuration(millis(to) - millis(from));
}

/** Same text for instants of one local day, another for every other day. */
export function dayKey(iso: string): string {
  const day = new Date(millis(iso));
  return `${day.getFullYear()}-${day.getMonth()}-${day.getDate()}`;
}

/** Heading of a day: `Today`, `Yesterday`, `Monday 3 March`, `31 December 2024` when it is another year. */
export function formatDay(iso: string, now: number): string {
  const key = dayKey(iso);
  if (key === dayKey(new Date(now).toISOString())) return 'Today';
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  if (key === dayKey(yesterday.toISOString())) return 'Yesterday';
  const sameYear = new Date(millis(iso)).getFullYear() === new Date(now).getFullYear();
  return (sameYear ? weekday : dayMonthYear)(iso);
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
