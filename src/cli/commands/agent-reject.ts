import { rejectAgent } from '../../services/agents/review-agent';
import { reviewCommand } from '../review-command';

export const agentReject = reviewCommand({
  name: 'agent reject',
  summary: 'Rejects a pending agent; it may be submitted again.',
  review: rejectAgent,
  says: 'is rejected',
});
