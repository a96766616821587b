import { holdSession } from '../relay/hold-session';
import type { EndedSession } from '../relay/session-end';
import { readRelaySettings } from '../relay/settings';
import type { DocumentRequest, Element } from './document';
import { documentAt } from './document-at';
import { tellOfHangUp } from './tell-of-hang-up';
import type { Playback, Verb } from './verb';

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
    if (action !== undefined) tellOfHangUp(action, playback);
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
