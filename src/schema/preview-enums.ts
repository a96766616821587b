import { GATES, type GateName } from '../services/calls/gates';
import type { VariableSource } from '../services/prompts/call-variables';
import { describe } from './describe-enum';

export const CallGate = Object.fromEntries(Object.keys(GATES).map((name) => [name, name])) as {
  [Name in GateName]: Name;
};

export enum GateState {
  OPEN = 'OPEN',
  CLOSED = 'CLOSED',
  UNDECIDED = 'UNDECIDED',
}

export const VariableSourceEnum: { [Source in VariableSource]: Source } = {
  REQUEST: 'REQUEST',
  CALL: 'CALL',
  CONTACT_DATA: 'CONTACT_DATA',
  CONTACT_METADATA: 'CONTACT_METADATA',
};

describe(CallGate, 'CallGate', 'One of the things that decide whether a call is placed.', {
  IDEMPOTENCY_KEY: 'Whether the idempotency key stands for an earlier request.',
  CONTACT_DATA: 'Whether what is kept about the contact has room for what the request adds.',
  AGENT: 'Whether the agent is of the account and approved.',
  VARIABLES: "Whether all is known that the agent insists on, and the agent's texts have room for it.",
  CALLER_ID: 'Whether there is an active number to show.',
  DIAL_FENCE:
    'Whether an earlier call to the same number from the same number is owed an answer: as long as its outcome is unknown, nobody is dialled again.',
  CREDITS: 'Whether the credits for the longest possible call are available.',
  CONCURRENCY: 'Whether the account may have one more live call.',
});
describe(GateState, 'GateState', 'What a gate says of a request.', {
  OPEN: 'Nothing is in the way here.',
  CLOSED: 'No call is placed because of this.',
  UNDECIDED: 'Nobody knows before another gate is open.',
});
describe(
  VariableSourceEnum,
  'VariableSource',
  'Where a variable of an agent’s texts comes from. The first that has it, wins.',
  {
    REQUEST: 'The request: `contactData` or `contactName`.',
    CALL: 'The call itself: the two numbers, the moment, the agent.',
    CONTACT_DATA: "What earlier calls left: the contact's `additionalData`.",
    CONTACT_METADATA: "What is kept about the person: the contact's `metadata`.",
  },
);
