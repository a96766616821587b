import type { Call } from '../calls/call';
import { sidOf } from '../calls/sid';
import { rfc2822 } from '../webhooks/rfc2822';

const SUBRESOURCES = {
  notifications: 'Notifications',
  recordings: 'Recordings',
  payments: 'Payments',
  events: 'Events',
  siprec: 'Siprec',
  streams: 'Streams',
  transcriptions: 'Transcriptions',
  user_defined_message_subscriptions: 'UserDefinedMessageSubscriptions',
  user_defined_messages: 'UserDefinedMessages',
};

/** A call as the API shows it (Twilio, Calls resource): every property every time, numbers as strings. */
export function callResource(call: Call): Record<string, unknown> {
  const { to, from } = call.request;
  const path = `/2010-04-01/Accounts/${call.account.sid}/Calls/${call.sid}`;
  return {
    sid: call.sid,
    account_sid: call.account.sid,
    parent_call_sid: null,
    phone_number_sid: sidOf('PN', from),
    group_sid: null,
    trunk_sid: null,
    to,
    to_formatted: formatted(to),
    from,
    from_formatted: formatted(from),
    forwarded_from: null,
    caller_name: null,
    status: call.status,
    direction: 'outbound-api',
    answered_by: call.answeredBy ?? null,
    api_version: '2010-04-01',
    date_created: rfc2822(call.createdAt),
    date_updated: rfc2822(call.updatedAt),
    start_time: instant(call.dialledAt),
    end_time: instant(call.endedAt),
    duration: duration(call),
    price: null,
    price_unit: 'USD',
    queue_time: '0',
    uri: `${path}.json`,
    subresource_uris: Object.fromEntries(
      Object.entries(SUBRESOURCES).map(([name, segment]) => [name, `${path}/${segment}.json`]),
    ),
  };
}

/** A call as the reply to its create shows it: Twilio has no times to show yet. */
export function createdCallResource(call: Call): Record<string, unknown> {
  return { ...callResource(call), date_created: null, date_updated: null };
}

/** Seconds; empty while the call goes on, and when it was never answered. */
function duration(call: Call): string | null {
  return call.status === 'completed' ? String(call.durationSeconds) : null;
}

function instant(at: number | undefined): string | null {
  return at === undefined ? null : rfc2822(at);
}

/** The national form in North America, E.164 elsewhere. */
function formatted(number: string): string {
  return number.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '($1) $2-$3');
}
