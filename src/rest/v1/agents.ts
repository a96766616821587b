import { shaped, shapeOf } from '../answer';
import { V1ListAgentsDocument, type V1ListAgentsQuery, V1ListPhoneNumbersDocument } from '../documents.generated';
import { PAGE_PARAMETERS, PAGINATION, pageVariables, paginationOf } from '../pagination';
import { route } from '../route';

type AgentNode = V1ListAgentsQuery['agents']['edges'][number]['node'];

function presentAgent({ fromNumber, ...agent }: AgentNode) {
  return { ...agent, fromNumberId: fromNumber?.id ?? null };
}

const AGENT = shapeOf<ReturnType<typeof presentAgent>>('Agent', 'Who conducts calls.', {
  id: 'id',
  name: 'name',
  status: 'status',
  language: 'language',
  maxDurationSeconds: 'maxDurationSeconds',
  fromNumberId: 'fromNumber.id',
});

export const listAgents = route({
  method: 'GET',
  path: '/agents',
  summary: 'List agents',
  tag: 'Account',
  description: 'Who can conduct a call: what fills in `agentId`. Only an `APPROVED` agent places calls.',
  query: PAGE_PARAMETERS,
  document: V1ListAgentsDocument,
  variables: ({ query }) => pageVariables(query),
  present: ({ agents }, { query }) => ({
    data: {
      agents: agents.edges.map(({ node }) => presentAgent(node)),
      pagination: paginationOf(agents, query),
    },
  }),
  answer: { agents: shaped('agents.edges.node', AGENT), pagination: PAGINATION },
});

export const listPhoneNumbers = route({
  method: 'GET',
  path: '/phone-numbers',
  summary: 'List the numbers that may stand as caller id',
  tag: 'Account',
  description: 'What fills in `fromNumberId`, where a call is not to show the number of its agent.',
  query: PAGE_PARAMETERS,
  document: V1ListPhoneNumbersDocument,
  variables: ({ query }) => pageVariables(query),
  present: ({ phoneNumbers }, { query }) => ({
    data: { phoneNumbers: phoneNumbers.edges.map(({ node }) => node), pagination: paginationOf(phoneNumbers, query) },
  }),
  answer: { phoneNumbers: 'phoneNumbers.edges.node', pagination: PAGINATION },
});
