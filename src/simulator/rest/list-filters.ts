import type { Call } from '../calls/call';
import { TwilioError } from './twilio-error';

type Filter = (call: Call) => boolean;

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
const SECOND_MS = 1000;
const DAY_MS = 24 * 60 * 60 * SECOND_MS;

/** What a list is asked to show (Twilio, Calls resource, "Read multiple Call resources"): all of it must hold. */
export function readFilters(query: URLSearchParams): Filter {
  const filters = [
    equal(query, 'To', (call) => call.request.to),
    equal(query, 'From', (call) => call.request.from),
    equal(query, 'Status', (call) => call.status),
    equal(query, 'ParentCallSid', () => undefined),
    ...timeFilters(query, 'StartTime', (call) => call.dialledAt),
    ...timeFilters(query, 'EndTime', (call) => call.endedAt),
  ];
  return (call) => filters.every((filter) => filter(call));
}

function equal(query: URLSearchParams, name: string, read: (call: Call) => string | undefined): Filter {
  const wanted = query.get(name);
  return (call) => !wanted || read(call) === wanted;
}

/** A time is compared by the second, as it is shown; a bare date equals all of its day, and otherwise means its midnight. */
function timeFilters(query: URLSearchParams, name: string, timeOf: (call: Call) => number | undefined): Filter[] {
  const compare = (parameter: string, holds: (second: number, given: GivenTime) => boolean): Filter => {
    const text = query.get(parameter);
    if (!text) return () => true;
    const given = readTime(parameter, text);
    return (call) => {
      const time = timeOf(call);
      return time !== undefined && holds(Math.floor(time / SECOND_MS) * SECOND_MS, given);
    };
  };
  return [
    compare(name, (second, { from, lasting }) => second >= from && second < from + lasting),
    compare(`${name}<`, (second, { from }) => second <= from),
    compare(`${name}>`, (second, { from }) => second >= from),
  ];
}

interface GivenTime {
  readonly from: number;
  readonly lasting: number;
}

function readTime(parameter: string, text: string): GivenTime {
  const lasting = DATE.test(text) ? DAY_MS : SECOND_MS;
  const time = DATE.test(text) || DATE_TIME.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw new TwilioError(20001, `${parameter} ${text}`);
  return { from: Math.floor(time / SECOND_MS) * SECOND_MS, lasting };
}
