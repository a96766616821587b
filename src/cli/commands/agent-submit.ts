import { submitAgent } from '../../services/agents/review-agent';
import { reviewCommand } from '../review-command';

export const agentSubmit = reviewCommand({
  name: 'agent submit',
  summary: 'Submits an agent for approval.',
  review: submitAgent,
  says: 'waits for approval',
});
