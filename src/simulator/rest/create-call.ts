import type { Account } from '../calls/accounts';
import type { CallRequest } from '../calls/call-request';
import type { Carrier } from '../calls/carrier';
import type { Scenario } from '../scenarios/scenario';
import { createdCallResource } from './call-resource';
import type { CreateThrottle } from './create-throttle';
import { TwilioError } from './twilio-error';

/** Creates a call, in the way of the number's scenario. Resolves with the resource to reply with; throws `TwilioError`. */
export async function createCall(
  carrier: Carrier,
  throttle: CreateThrottle,
  account: Account,
  request: CallRequest,
  scenario: Scenario,
): Promise<Record<string, unknown>> {
  const reply = scenario.reply ?? { kind: 'created' };
  if (reply.kind === 'refused') throw new TwilioError(reply.code, request.to);
  if (reply.kind === 'throttled' && throttle.refuses(account, request, reply.times)) throw new TwilioError(20429);
  if (carrier.calls.isFull) throw new TwilioError(20429);

  const { call, statusCallbacks } = carrier.dial(account, request, scenario);
  // The reply shows the call as it was now, however late it is written.
  const resource = createdCallResource(call);
  if (reply.kind === 'created-late') await statusCallbacks.settled(reply.after);
  return resource;
}
