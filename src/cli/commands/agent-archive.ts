import { archiveAgent } from '../../services/agents/review-agent';
import { reviewCommand } from '../review-command';

export const agentArchive = reviewCommand({
  name: 'agent archive',
  summary: 'Takes an agent out of use for good; it places no more calls.',
  details: 'Calls under way go on. An archived agent stays in lists and in the history of its calls.',
  review: archiveAgent,
  says: 'is archived',
});
