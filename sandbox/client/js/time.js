// Knows how points in time are written, in the browser's own language and zone.
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const seconds = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const shortDay = new Intl.DateTimeFormat(undefined, { day: '2-digit', month: '2-digit', year: 'numeric' });
const longDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: 'long', timeStyle: 'short' });
const wholeWithWeekday = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' });
const away = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

const DAY_MS = 86_400_000;
const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

export const dayKey = (date) => midnight(date);
export const dayWords = (date) => longDay.format(date);
export const clockWords = (date) => clock.format(date);
export const wholeWords = (date) => wholeWithWeekday.format(date);

/** "Today at 10:32", "Yesterday at 10:32", "21/11/2026, 10:32". */
export function stamp(date, now = new Date()) {
  const days = Math.round((midnight(now) - midnight(date)) / DAY_MS);
  if (days === 0) return `Today at ${clock.format(date)}`;
  if (days === 1) return `Yesterday at ${clock.format(date)}`;
  return `${shortDay.format(date)}, ${clock.format(date)}`;
}

export function relative(date, now = new Date()) {
  const span = (date - now) / 1000;
  const steps = [[60, 1, 'second'], [3600, 60, 'minute'], [86_400, 3600, 'hour'], [2_592_000, 86_400, 'day'], [31_536_000, 2_592_000, 'month'], [Infinity, 31_536_000, 'year']];
  const [, size, unit] = steps.find(([limit]) => Math.abs(span) < limit);
  return away.format(Math.round(span / size), unit);
}

/** The forms of `<t:UNIX:STYLE>`. */
export function styled(date, style) {
  switch (style) {
    case 't': return clock.format(date);
    case 'T': return seconds.format(date);
    case 'd': return shortDay.format(date);
    case 'D': return longDay.format(date);
    case 'F': return wholeWithWeekday.format(date);
    case 'R': return relative(date);
    default: return whole.format(date);
  }
}
