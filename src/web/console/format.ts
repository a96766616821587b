/** Numbers and times as the viewer is used to them, in their own zone. */
const LOCALE = navigator.language;

const integers = new Intl.NumberFormat(LOCALE);
const percents = new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 0 });
const today = new Intl.DateTimeFormat(LOCALE, { hour: 'numeric', minute: '2-digit', second: '2-digit' });
const thisYear = new Intl.DateTimeFormat(LOCALE, {
  day: 'numeric',
  month: 'short',
  hour: 'numeric',
  minute: '2-digit',
});
const longAgo = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short' });
const full = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'full', timeStyle: 'long' });
const precise = new Intl.DateTimeFormat(LOCALE, {
  hourCycle: 'h23',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 1,
});
const days = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short' });
const hours = new Intl.DateTimeFormat(LOCALE, { hour: 'numeric' });
const countries = new Intl.DisplayNames(LOCALE, { type: 'region' });

export const number = (value: number) => integers.format(value);
export const percent = (share: number) => percents.format(share);
/** `3 calls`, `1 call`. */
export const counted = (value: number, one: string, many = `${one}s`) => `${number(value)} ${value === 1 ? one : many}`;

/** A moment, as exactly as its distance asks for. */
export function moment(iso: string, now = new Date()): string {
  const date = new Date(iso);
  if (date.toDateString() === now.toDateString()) return today.format(date);
  return (date.getFullYear() === now.getFullYear() ? thisYear : longAgo).format(date);
}

export const fullMoment = (iso: string) => full.format(new Date(iso));
/** The time of the day to a tenth of a second. */
export const preciseTime = (iso: string) => precise.format(new Date(iso));
export const day = (date: Date) => days.format(date);
export const hour = (date: Date) => hours.format(date);
export const country = (code: string) => countries.of(code) ?? code;

/** Seconds as `1:05`, or `1:02:03` from an hour on. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** The local time that ISO 8601 with an offset tells, where that is. */
export function timeThere(iso: string): string {
  // The offset is left out, and the rest is shown as if it were UTC.
  const there = new Date(`${iso.slice(0, 19)}Z`);
  return new Intl.DateTimeFormat(LOCALE, {
    weekday: 'long',
    hour: 'numeric',
    minute: '2-digit',
    timeZone: 'UTC',
  }).format(there);
}

/** A value of an enum in words: `AGENT_ENDED` is `Agent ended`. */
export function words(value: string): string {
  const text = value
    .toLowerCase()
    .replaceAll('_', ' ')
    .replace(/\b(api)\b/g, 'API')
    .replace(/\bid\b/g, 'ID');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
