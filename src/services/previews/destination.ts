import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { offsetMinutes } from '../prompts/clock';
import { timeZoneOf } from '../prompts/time-zone';

/** Where a phone number probably is. */
export interface Destination {
  /** E.164. */
  phoneNumber: string;
  /** ISO 3166-1 alpha-2; null: the number is of no country, or no such number is known. */
  country: string | null;
  /** An IANA name. */
  timeZone: string;
  /** ISO 8601 with the offset from UTC, to the second. */
  localTime: string;
}

/** Where a number probably is, and what time it is there. Any number will do; whether it exists does not matter. */
export async function destinationOf(phoneNumber: string, at: Date): Promise<Destination> {
  const timeZone = await timeZoneOf(phoneNumber, at);
  const country = parsePhoneNumberFromString(phoneNumber)?.country ?? null;
  return { phoneNumber, country, timeZone, localTime: localTime(at, timeZone) };
}

function localTime(at: Date, timeZone: string): string {
  const offset = offsetMinutes(timeZone, at);
  const wall = new Date(at.getTime() + offset * 60_000).toISOString().slice(0, 19);
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  return `${wall}${offset < 0 ? '-' : '+'}${pad(hours)}:${pad(minutes)}`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
