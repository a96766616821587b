import type { CallStatus } from '../documents.generated';

/** Where a call may stand, in the order in which it gets there. */
export const STATUSES: readonly CallStatus[] = [
  'INITIATED',
  'RINGING',
  'ANSWERED',
  'COMPLETED',
  'FAILED',
  'BUSY',
  'NO_ANSWER',
];
