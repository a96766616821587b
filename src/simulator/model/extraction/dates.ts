const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const GERMAN_MONTHS: Readonly<Record<string, string>> = { mär: 'mar', mai: 'may', okt: 'oct', dez: 'dec' };

/** `2026-11-23`, `23.11.2026`, `November 23rd, 2026`, `23. November 2026` */
const ISO = /\b(\d{4})-(\d{2})-(\d{2})\b/;
const DOTTED = /\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b/;
const MONTH_FIRST = /\b([a-zä]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b/i;
const DAY_FIRST = /\b(\d{1,2})(?:st|nd|rd|th|\.)?(?: of)? ([a-zä]{3,9})\.?,? (\d{4})\b/i;

/** The date that a text names beyond doubt, with its year, as `2026-11-23`; else null. */
export function dateIn(text: string): string | null {
  const iso = ISO.exec(text);
  if (iso) return dateOf(iso[1], Number(iso[2]), iso[3]);
  const dotted = DOTTED.exec(text);
  if (dotted) return dateOf(dotted[3], Number(dotted[2]), dotted[1]);
  const monthFirst = MONTH_FIRST.exec(text);
  if (monthFirst) return dateOf(monthFirst[3], monthOf(monthFirst[1]), monthFirst[2]);
  const dayFirst = DAY_FIRST.exec(text);
  return dayFirst ? dateOf(dayFirst[3], monthOf(dayFirst[2]), dayFirst[1]) : null;
}

/** 1 to 12; 0 when it is no month. */
function monthOf(name = ''): number {
  const start = name.slice(0, 3).toLowerCase();
  return MONTHS.indexOf(GERMAN_MONTHS[start] ?? start) + 1;
}

function dateOf(year: string | undefined, month: number, day: string | undefined): string | null {
  const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : null;
}
