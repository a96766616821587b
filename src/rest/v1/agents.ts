import { V1ListAgentsDocument, V1ListPhoneNumbersDocument } from '../documents.generated';
import { PAGE_PARAMETERS, pageVariables, paginationOf } from '../pagination';
import { route } from '../route';

export const listAgents = route({
  method: 'GET',
  path: '/agents',
  summary: 'List agents',
  query: PAGE_PARAMETERS,
  document: V1ListAgentsDocument,
  variables: ({ query }) => pageVariables(query),
  present: ({ agents }, { query }) => ({
    data: {
      agents: agents.edges.map(({ node: { fromNumber, ...agent } }) => ({
        ...agent,
        fromNumberId: fromNumber?.id ?? null,
      })),
      pagination: paginationOf(agents, query),
    },
  }),
});

export const listPhoneNumbers = route({
  method: 'GET',
  path: '/phone-numbers',
  summary: 'List the numbers that may stand as caller id',
  query: PAGE_PARAMETERS,
  document: V1ListPhoneNumbersDocument,
  variables: ({ query }) => pageVariables(query),
  present: ({ phoneNumbers }, { query }) => ({
    data: { phoneNumbers: phoneNumbers.edges.map(({ node }) => node), pagination: paginationOf(phoneNumbers, query) },
  }),
});
