import { timezones } from 'libphonenumber-geo-carrier';
import { Recent } from '../recent';
import { offsetMinutes } from './clock';

const UTC = 'UTC';
/** No prefix of the table is longer, so numbers that share so many characters share their zones. */
const PREFIX = 10;
/** Zones further apart say nothing about where a person is. */
const MAX_SPAN_MINUTES = 180;
const known = new Recent<Promise<string[]>>(5000);

/**
 * The time zone in which a person with this number probably is, by its prefix. Of several zones that are near each other the
 * middle one; UTC if they are far apart, as they are for numbers of no place, or if there is none.
 * @param phoneNumber E.164; whether it exists does not matter
 * @returns an IANA name
 */
export async function timeZoneOf(phoneNumber: string, at: Date): Promise<string> {
  const zones = (await known.get(phoneNumber.slice(0, PREFIX), () => zonesOf(phoneNumber)))
    .map((name) => ({ name, offset: offsetMinutes(name, at) }))
    .sort((a, b) => a.offset - b.offset);
  const [first, last] = [zones[0], zones.at(-1)];
  if (!first || !last || last.offset - first.offset > MAX_SPAN_MINUTES) return UTC;
  return zones[Math.floor(zones.length / 2)]?.name ?? UTC;
}

/** Only its digits are looked at, so that numbers that no library thinks valid have a zone too. */
async function zonesOf(phoneNumber: string): Promise<string[]> {
  const number = { number: phoneNumber } as Parameters<typeof timezones>[0];
  return (await timezones(number).catch(() => null)) ?? [];
}
