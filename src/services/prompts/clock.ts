import { Recent } from '../recent';

const formats = new Recent<Intl.DateTimeFormat>(500);

/** A moment as one says it. */
export interface SpokenTime {
  /** `November 23, 2026` */
  date: string;
  /** `10:04 AM` */
  time: string;
  /** `Monday` */
  dayOfWeek: string;
}

/** A moment in the words of a language, which falls back to English. @param language BCP 47 @param timeZone IANA name */
export function spokenTime(at: Date, timeZone: string, language: string): SpokenTime {
  const say = (options: Intl.DateTimeFormatOptions) =>
    format(language, { ...options, timeZone })
      .format(at)
      .replace(/\s+/g, ' ');
  return {
    date: say({ dateStyle: 'long' }),
    time: say({ timeStyle: 'short' }),
    dayOfWeek: say({ weekday: 'long' }),
  };
}

/** A moment as a model is told: `Monday, 23 November 2026, 10:04 in America/Los_Angeles`. */
export function writtenTime(at: Date, timeZone: string): string {
  const day = format('en-GB', { timeZone, day: 'numeric', month: 'long', year: 'numeric' }).format(at);
  const weekday = format('en-GB', { timeZone, weekday: 'long' }).format(at);
  const time = format('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
  return `${weekday}, ${day}, ${time} in ${timeZone}`;
}

/** How many minutes a zone is ahead of UTC at a moment. */
export function offsetMinutes(timeZone: string, at: Date): number {
  const text = format('en-GB', { timeZone, timeZoneName: 'longOffset' }).format(at);
  const [, sign, hours, minutes] = /GMT([+-])(\d{2}):(\d{2})/.exec(text) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
}

/** Formats are dear to make and so are kept. */
function format(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return formats.get(`${language} ${JSON.stringify(options)}`, () => {
    try {
      return new Intl.DateTimeFormat(language, options);
    } catch {
      return new Intl.DateTimeFormat('en-US', options);
    }
  });
}
