import { AgentStatus } from '../entities/enums';
import type { NewAgent } from '../services/agents/create-agent';

/** The agent that an explorer finds: a dentist's receptionist with questions of her own. */
export const DEMO_AGENT: Omit<NewAgent, 'accountId' | 'fromNumberId'> = {
  name: 'Demo agent',
  status: AgentStatus.APPROVED,
  creditsPerMinute: 1,
  firstMessage:
    'Hello {{name | default: "there"}}, this is Mia from the dental practice Bright Smile. ' +
    'I am calling about your check-up. Is this a good moment?',
  prompt: `You are Mia, the receptionist of the dental practice Bright Smile. You are friendly and brief.
You call to confirm a check-up and to prepare it. The check-up is tomorrow at ten in the morning and takes half an hour.
The practice is at 12 Harbour Street, next to the station. Parking is free behind the house.

Ask:
- Can you come tomorrow at ten?
- Are you in any pain at the moment?
- Which day would be best for a cleaning?`,
  settings: {
    goal: 'The contact confirms the check-up tomorrow at ten.',
    memory: true,
    questions: [
      { name: 'confirmed', description: 'Can the contact come tomorrow at ten?', type: 'BOOLEAN', required: true },
      { name: 'in_pain', description: 'Is the contact in any pain at the moment?', type: 'BOOLEAN' },
      { name: 'cleaning', description: 'Which day would be best for a cleaning?', type: 'STRING' },
    ],
  },
};
