import type { Scenario } from './scenario';

/** Numbers whose calls are plain, but whose status callbacks are not. */
export const troubledCallbacks: Readonly<Record<string, Scenario>> = {
  '+15005550020': {
    summary: 'callbacks late, doubled and out of order',
    callbacks: {
      initiated: { copies: 2, heldBackUntil: 'ringing' },
      ringing: { copies: 2 },
      answered: { copies: 2, heldBackUntil: 'completed' },
      completed: { copies: 2 },
    },
  },
  '+15005550021': {
    summary: 'callbacks lost',
    callbacks: {
      initiated: { lost: true },
      ringing: { lost: true },
      answered: { lost: true },
      completed: { lost: true },
    },
  },
};
