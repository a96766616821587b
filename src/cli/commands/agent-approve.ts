import { approveAgent } from '../../services/agents/review-agent';
import { reviewCommand } from '../review-command';

export const agentApprove = reviewCommand({
  name: 'agent approve',
  summary: 'Approves a pending agent, which may place calls from then on.',
  review: approveAgent,
  says: 'may place calls',
});
