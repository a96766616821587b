import type { Call } from '../calls/call';
import { TwilioError } from './twilio-error';

/** Updates a call (Twilio, Calls resource, "Update a Call"). Hanging up is simulated; redirecting is not, and is refused. */
export function updateCall(call: Call, form: URLSearchParams): void {
  const other = [...form.keys()].find((name) => name !== 'Status');
  if (other !== undefined) throw new TwilioError(20001, `${other} of a call cannot be updated in the simulator`);
  const status = form.get('Status');
  if (status === null) return;
  if (status !== 'canceled' && status !== 'completed') throw new TwilioError(20001, `Status ${status}`);
  hangUp(call, status);
}

/** `canceled` ends only a call that was not answered yet, `completed` any. One that is over is refused. */
function hangUp(call: Call, requested: 'canceled' | 'completed'): void {
  if (call.over.aborted) throw new TwilioError(21220);
  if (call.status !== 'in-progress') call.end('canceled', call.clock.now(), 487);
  else if (requested === 'completed') call.end('completed', call.clock.now(), 200);
}
