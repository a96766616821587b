import { useState } from 'preact/hooks';
import { Refused } from '../api/errors';
import {
  type ErrorCode,
  type InitiateCallInput,
  PlaceCallDocument,
  type PlaceCallMutation,
} from '../documents.generated';
import { goTo, linkTo } from '../router';
import { useSession } from '../session';
import type { Names } from './names';
import type { Issues } from './use-preview';

/** Why no call was placed. */
export interface Failure {
  /** What was asked for. */
  input: InitiateCallInput;
  message: string;
  /** What is wrong, by member of the input. */
  issues: Issues;
  /** The call that was written all the same. */
  callId?: string;
}

/** The member of the input that a refusal is about. */
const MEMBERS: Partial<Record<ErrorCode, keyof InitiateCallInput>> = {
  AGENT_NOT_FOUND: 'agentId',
  FROM_NUMBER_NOT_FOUND: 'fromNumberId',
  FROM_NUMBER_REQUIRED: 'fromNumberId',
};

/** Places calls by their names, and goes to them. */
export function usePlaceCall(names: Names) {
  const { api } = useSession();
  const [failure, setFailure] = useState<Failure>();
  const [isPlacing, setPlacing] = useState(false);
  const place = async (input: InitiateCallInput) => {
    setPlacing(true);
    setFailure(undefined);
    names.keep(input);
    try {
      const { initiateCall } = await api.request(PlaceCallDocument, { input });
      if (initiateCall.__typename === 'InitiateCallSuccess') return goTo(linkTo(['calls', initiateCall.call.id]));
      if (!isOpen(initiateCall)) names.decided(input);
      setFailure({ input, ...failureOf(initiateCall) });
    } catch (error) {
      const { message, issues = {} } = error as Refused;
      setFailure({
        input,
        message: error instanceof Refused ? message : `${message} Place it again: it rings once at most.`,
        issues,
      });
    } finally {
      setPlacing(false);
    }
  };
  return { place, failure, isPlacing };
}

type Refusal = Exclude<PlaceCallMutation['initiateCall'], { __typename: 'InitiateCallSuccess' }>;

/** Whether nobody knows yet what becomes of the request. */
function isOpen(refusal: Refusal): boolean {
  return refusal.__typename === 'IdempotencyInProgressError' || ('outcomeKnown' in refusal && !refusal.outcomeKnown);
}

function failureOf(refusal: Refusal): Omit<Failure, 'input'> {
  const member = MEMBERS[refusal.code];
  const issues: Issues = member ? { [member]: [refusal.message] } : {};
  if (refusal.__typename !== 'CallFailedError') return { message: refusal.message, issues };
  const { message, details, failedCall } = refusal;
  return { message: `${message}: ${details}`, issues, ...(failedCall && { callId: failedCall.id }) };
}
