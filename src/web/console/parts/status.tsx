import type { CallStatus } from '../documents.generated';
import { words } from '../format';

const KINDS: Record<CallStatus, 'live' | 'good' | 'warn' | 'bad'> = {
  INITIATED: 'live',
  RINGING: 'live',
  ANSWERED: 'live',
  COMPLETED: 'good',
  BUSY: 'warn',
  NO_ANSWER: 'warn',
  FAILED: 'bad',
};

export const LIVE: readonly CallStatus[] = ['INITIATED', 'RINGING', 'ANSWERED'];
export const STATUSES = Object.keys(KINDS) as CallStatus[];

export function isLive(status: CallStatus): boolean {
  return LIVE.includes(status);
}

/** A status as a coloured word. */
export function Status({ status }: { status: CallStatus }) {
  return (
    <span class="status" data-kind={KINDS[status]}>
      {words(status)}
    </span>
  );
}
