import type { Known } from '../shared/known';
import accountUsage from './operations/account-usage.graphql';
import agentsAndNumbers from './operations/agents-and-numbers.graphql';
import callInFull from './operations/call-in-full.graphql';
import placeCall from './operations/place-call.graphql';
import watchCall from './operations/watch-call.graphql';
import watchTranscript from './operations/watch-transcript.graphql';

/** What a tab begins with; variables as they stand in the editor. */
export interface FirstTab {
  query: string;
  variables: string | undefined;
}

/** Stands where a call's id will be, until there is a call. */
const NO_CALL = '00000000-0000-0000-0000-000000000000';
const NO_AGENT = 'AGENT_ID';

/** The operations that one meets first, each with variables that work as they are. */
export function firstTabs({ agentId = NO_AGENT, callId = NO_CALL }: Known): [FirstTab, ...FirstTab[]] {
  const input = { toNumber: '+14155550100', agentId, contactName: 'Ada Lovelace' };
  return [
    tab(placeCall, { input }),
    tab(watchCall, { callId }),
    tab(watchTranscript, { callId }),
    tab(callInFull, { callId }),
    tab(accountUsage, { groupBy: 'DAY' }),
    tab(agentsAndNumbers, { first: 20 }),
  ];
}

function tab(query: string, variables: object): FirstTab {
  return { query: query.trim(), variables: JSON.stringify(variables, null, 2) };
}

/** A tab's variables with the id of a call filled in; undefined when they have no place for one. */
export function withCallId(variables: string | null | undefined, callId: string): string | undefined {
  const read = readObject(variables);
  return read && 'callId' in read ? JSON.stringify({ ...read, callId }, null, 2) : undefined;
}

/** A tab's variables with what one account has in the place of what another has. */
export function withOwn(variables: string | null | undefined, before: Known, after: Known): string | undefined {
  return variables
    ?.replaceAll(before.agentId ?? NO_AGENT, after.agentId ?? NO_AGENT)
    .replaceAll(before.callId ?? NO_CALL, after.callId ?? NO_CALL);
}

/** Variables with another number to call; undefined when they place no call. */
export function withNumber(variables: string | null | undefined, toNumber: string): string | undefined {
  const read = readObject(variables);
  const input = read?.input;
  if (typeof input !== 'object' || input === null || !('toNumber' in input)) return undefined;
  return JSON.stringify({ ...read, input: { ...input, toNumber } }, null, 2);
}

function readObject(text: string | null | undefined): Record<string, unknown> | undefined {
  try {
    const read: unknown = JSON.parse(text ?? '');
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
