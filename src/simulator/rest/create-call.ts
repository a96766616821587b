import type { Account } from '../calls/accounts';
import type { Carrier } from '../calls/carrier';
import { scenarioFor } from '../scenarios';
import { createdCallResource } from './call-resource';
import { readCreateParameters } from './create-parameters';
import type { CreateThrottle } from './create-throttle';
import { TwilioError } from './twilio-error';

/**
 * Creates a call, in the way of the number's scenario. Resolves with the resource to reply with, or with undefined when
 * there shall be no reply at all; throws `TwilioError`.
 */
export async function createCall(
  carrier: Carrier,
  throttle: CreateThrottle,
  account: Account,
  form: URLSearchParams,
): Promise<Record<string, unknown> | undefined> {
  const request = readCreateParameters(form, carrier.log);
  const scenario = scenarioFor(request.to);
  const reply = scenario.reply ?? { kind: 'created' };
  if (reply.kind === 'refused') throw new TwilioError(reply.code, request.to);
  if (reply.kind === 'throttled' && throttle.refuses(account, request, reply.times)) throw new TwilioError(20429);
  if (reply.kind === 'silence' && !reply.dialled) return undefined;
  if (carrier.calls.isFull) throw new TwilioError(20429);

  const { call, statusCallbacks } = carrier.dial(account, request, scenario);
  // The reply shows the call as it was now, however late it is written.
  const resource = createdCallResource(call);
  if (reply.kind === 'silence') return undefined;
  if (reply.kind === 'internal-error') throw new TwilioError(20500);
  if (reply.kind === 'created-late') await statusCallbacks.settled(reply.after);
  return resource;
}
