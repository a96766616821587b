import { approveAgent } from '../../services/agents/review-agent';
import { reviewCommand } from '../review-command';

export const agentApprove = reviewCommand({
  name: 'agent approve',
  summary: 'Approves the pending version of an agent, which conducts its calls from then on.',
  review: approveAgent,
  says: 'may place calls',
});
