import { PROGRESS_EVENTS } from '../calls/call-status';
import type { Delivery, Mishap, SocketFault, WebhookEvent } from '../scenarios/scenario';

/** What is asked of the API. */
export const REQUEST_KINDS = ['create', 'fetch', 'list', 'update'] as const;

export type RequestKind = (typeof REQUEST_KINDS)[number];

export const WEBHOOK_EVENTS: readonly WebhookEvent[] = [
  ...PROGRESS_EVENTS,
  'document',
  'redirect',
  'action',
  'amd',
  'recording',
];

/** How a request to the API fares: late, with a spoilt reply, or both. The delay is in real milliseconds. */
export interface RequestFault {
  readonly delayMs?: number;
  readonly mishap?: Mishap;
}

/** To what a rule applies. A call is another's when its number or its URLs begin otherwise. */
interface Match {
  readonly to?: string;
  /** The beginning of the call's Url or StatusCallback. */
  readonly url?: string;
  readonly uses: number;
}

/** A fault that somebody asked for, and how often it shall happen. */
export type Rule = Match &
  (
    | { readonly on: readonly RequestKind[]; readonly request: RequestFault }
    | { readonly on: readonly WebhookEvent[]; readonly webhook: Delivery }
    | { readonly on: readonly ['socket']; readonly socket: SocketFault }
  );
