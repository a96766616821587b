import type { NewAgent } from '../../src/services/agents/create-agent';

/** An agent that asks two questions, wants to know the answers afterwards, and has so long that no busy machine cuts it short. */
export const INQUISITIVE = {
  firstMessage: 'Hello {{name | default: "there"}}, this is Mia from Bright Smile. Is this a good moment?',
  prompt:
    'You are Mia, the receptionist of a dental practice.\n\nAsk:\n- Can you come tomorrow at ten?\n- Are you in any pain at the moment?',
  maxDurationSeconds: 1800,
  settings: {
    goal: 'The contact confirms the check-up tomorrow at ten.',
    questions: [
      { name: 'confirmed', description: 'Can the contact come tomorrow at ten?', type: 'BOOLEAN', required: true },
      { name: 'in_pain', description: 'Is the contact in any pain at the moment?', type: 'BOOLEAN' },
    ],
  },
} satisfies Partial<NewAgent>;
