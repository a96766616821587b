import { PROGRESS_EVENTS } from '../calls/call-status';
import type { Scenario } from './scenario';

/** Numbers whose calls are plain, but whose status callbacks are not. */
export const troubledCallbacks: Readonly<Record<string, Scenario>> = {
  '+15005550020': {
    summary: 'callbacks late, doubled and out of order',
    callbacks: { copies: 2, heldBack: { initiated: 'ringing', answered: 'completed' } },
  },
  '+15005550021': { summary: 'callbacks lost', callbacks: { lost: PROGRESS_EVENTS } },
};
