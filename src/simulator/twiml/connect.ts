import { setTimeout as sleep } from 'node:timers/promises';
import { maskUrl } from '../log';
import { holdSession } from '../relay/hold-session';
import type { EndedSession } from '../relay/session-end';
import { readRelaySettings } from '../relay/settings';
import { askFor } from './ask-for';
import type { DocumentRequest, Element } from './document';
import { documentAt } from './document-at';
import type { Playback, Verb } from './verb';

/** The last status callback comes so much later than `action` at most, in real milliseconds, as was seen on live calls. */
const ACTION_LEAD_MS = 700;

/**
 * `<Connect action method><ConversationRelay …>`: the customer's own server talks with the person, over a WebSocket. When
 * that is over `action` is told how it went, and what it answers goes on; without `action` the next verb does. When the
 * call is over too, the answer has no effect, and the last status callback follows it.
 */
export const connect: Verb = async (element, playback) => {
  const noun = element.children.find(({ name }) => name === 'ConversationRelay');
  if (noun === undefined) {
    playback.log(
      `<Connect> without <ConversationRelay> is not simulated: the document of ${playback.call.sid} ends there`,
    );
    return 'hang-up';
  }
  const session = await holdSession(readRelaySettings(noun), playback, (ended) => {
    const action = actionOf(element, playback, ended);
    if (action === undefined) return;
    const waited = sleep(ACTION_LEAD_MS, undefined, { signal: playback.closing });
    playback.call.holdLastCallback(Promise.race([tellAfterwards(action, playback), waited]));
  });
  return actionOf(element, playback, session) ?? 'next-verb';
};

function actionOf({ attributes }: Element, { document }: Playback, session: EndedSession): DocumentRequest | undefined {
  if (!attributes.action) return undefined;
  return { ...documentAt(attributes.action, attributes.method, document), event: 'action', fields: fieldsOf(session) };
}

function fieldsOf({ sessionId, seconds, end }: EndedSession): Record<string, string> {
  return {
    SessionId: sessionId,
    SessionStatus: end.status,
    SessionDuration: String(Math.round(seconds)),
    ...(end.status === 'ended' && end.handoffData !== undefined ? { HandoffData: end.handoffData } : {}),
    ...(end.status === 'failed' ? { ErrorCode: String(end.errorCode), ErrorMessage: end.errorMessage } : {}),
  };
}

/** The call is over: nobody waits for the answer but the last status callback. */
async function tellAfterwards(action: DocumentRequest, playback: Playback): Promise<void> {
  const answer = await askFor(action, playback, playback.closing);
  const problem = answer.outcome === 'answered' ? answer.status >= 400 && `HTTP ${answer.status}` : answer.reason;
  if (problem) playback.log(`action of ${playback.call.sid} was not taken by ${maskUrl(action.url)}: ${problem}`);
}
