import type { Call } from '../calls/call';

/**
 * The fields that every request about a call carries (Twilio, "Request parameters"). Where a number is from is unknown
 * here, and unknown geography is sent as empty strings, as Twilio does.
 */
export function callFields(call: Call, callStatus: string): Record<string, string> {
  const { to, from } = call.request;
  return {
    AccountSid: call.account.sid,
    ApiVersion: '2010-04-01',
    CallSid: call.sid,
    CallStatus: callStatus,
    Direction: 'outbound-api',
    To: to,
    Called: to,
    From: from,
    Caller: from,
    ...geography('To', to),
    ...geography('Called', to),
    ...geography('From', from),
    ...geography('Caller', from),
  };
}

function geography(party: string, number: string): Record<string, string> {
  return {
    [`${party}City`]: '',
    [`${party}State`]: '',
    [`${party}Zip`]: '',
    [`${party}Country`]: number.startsWith('+1') ? 'US' : '',
  };
}
