import type { SentCallback } from '../calls/call';
import type { Exchange } from './webhook';

/** Writes down what came of an attempt to deliver a callback. */
export function noteResult(sent: SentCallback): (result: Exchange) => void {
  return (result) => {
    if (result.outcome === 'answered') sent.httpStatus = result.status;
    else sent.error = `${result.outcome}: ${result.reason}`;
  };
}
