import { graphqlClient } from '../../support/client';

/** Everything of an agent that its managers look at. */
export const AGENT = /* GraphQL */ `
  fragment Managed on Agent {
    id name status version language voice prompt firstMessage maxDurationSeconds creditsPerMinute variables
    fromNumber { id }
    settings { ...Settings }
    proposal { version status rejectedReason createdAt decidedAt
      content { prompt firstMessage variables fromNumber { id } settings { goal temperature } } }
  }
  fragment Settings on AgentSettings {
    goal model temperature apology record memory
    speech { ttsProvider transcriptionProvider speechModel hints }
    interruption { interruptible sensitivity }
    variables { missing defaults }
    silence { afterSeconds nudge nudges goodbye }
    timeLimit { warningSeconds warning goodbye }
    voicemail { policy message }
    transfers { name phoneNumber description }
    tools { name description method url parameters secretHeaderNames timeoutSeconds meanwhile }
    questions { name description type choices required }
  }
`;

const MUTATIONS = {
  create: ['CreateAgent', '($input: CreateAgentInput!)', '(input: $input)'],
  update: ['UpdateAgent', '($id: ID!, $input: UpdateAgentInput!)', '(id: $id, input: $input)'],
  submit: ['SubmitAgent', '($id: ID!)', '(id: $id)'],
  approve: ['ApproveAgent', '($id: ID!)', '(id: $id)'],
  reject: ['RejectAgent', '($id: ID!, $reason: String)', '(id: $id, reason: $reason)'],
  archive: ['ArchiveAgent', '($id: ID!)', '(id: $id)'],
} as const;

/** One account's way to manage its agents. */
export function agentManager(url: string, key: string) {
  const send = graphqlClient(url, key);
  const act = async (verb: keyof typeof MUTATIONS, variables: object) => {
    const [name, declared, passed] = MUTATIONS[verb];
    return send(
      `mutation ${declared} { result: ${verb}Agent${passed} {
        __typename ... on ${name}Success { agent { ...Managed } } ... on Error { code message } } } ${AGENT}`,
      variables,
    );
  };
  return {
    send,
    act,
    /** The member of the union that a mutation answers. */
    async result(verb: keyof typeof MUTATIONS, variables: object) {
      const { body } = await act(verb, variables);
      if (body.errors) throw new Error(JSON.stringify(body.errors));
      return body.data.result;
    },
    /** The issues that a mutation is refused for. */
    async issues(verb: keyof typeof MUTATIONS, variables: object): Promise<Record<string, string[]>> {
      const { body } = await act(verb, variables);
      expect(body.errors?.map((error: { extensions: object }) => error.extensions)).toEqual([
        expect.objectContaining({ code: 'BAD_USER_INPUT' }),
      ]);
      return body.errors[0].extensions.issues;
    },
    async agent(id: string) {
      const { body } = await send(`query ($id: ID!) { agent(id: $id) { ...Managed } } ${AGENT}`, { id });
      return body.data.agent;
    },
  };
}

export const INPUT = { name: 'Reminder', prompt: 'Confirm the visit to {{company}}.', firstMessage: 'Hello {{name}}.' };
