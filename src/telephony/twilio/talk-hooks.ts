import { EndedReason } from '../../entities/enums';
import { endTalk, MAX_TALKS, nextTalk, type Opening, startTalk } from '../../services/talks/talk';
import { readHandoff } from './handoff';
import { connectRelay } from './relay/twiml';
import { relayUrl } from './relay/url';
import { text } from './signature';
import { apologize, hangUp, transfer } from './twiml';
import { hookUrl } from './urls';
import type { Hook, TwilioWebhookOptions } from './verified-hook';

/** What Twilio is told to do with a call, as TwiML. */
export function talkHooks({ authToken, publicUrl, domain, log }: TwilioWebhookOptions) {
  const connect = (ref: Hook['ref'], { attempt, voice }: Opening): string =>
    connectRelay({
      url: relayUrl(publicUrl, authToken, { ...ref, attempt }),
      action: `${hookUrl(publicUrl, ref, 'talk-ended')}?attempt=${attempt}`,
      voice,
    });

  const resume = async ({ ref, sid, form, attempt }: Hook): Promise<string> => {
    log.warn({ ...ref, errorCode: text(form, 'ErrorCode') }, 'the line to a live call broke');
    const next = await nextTalk(domain.pool, ref, attempt);
    if (!next) return hangUp();
    if (next.attempt <= MAX_TALKS) return connect(ref, next);
    await endTalk(domain, ref, sid, EndedReason.INTERNAL_ERROR);
    return apologize(next.apology, next.voice.language);
  };

  return {
    /** Somebody answered. */
    answered: async ({ ref, sid }: Hook): Promise<string> => {
      const opening = await startTalk(domain, ref, sid);
      return opening ? connect(ref, opening) : hangUp();
    },

    /** A session is over. Twilio, ConversationRelay, "action". */
    ended: async (hook: Hook): Promise<string> => {
      const { ref, sid, form } = hook;
      const status = text(form, 'SessionStatus');
      if (status === 'failed' && text(form, 'CallStatus') === 'in-progress') return resume(hook);
      const handoff = status === 'ended' ? readHandoff(text(form, 'HandoffData')) : null;
      if (!handoff) return hangUp();
      await endTalk(domain, ref, sid, handoff.reason);
      if (!handoff.transferTo) return hangUp();
      return transfer(handoff.transferTo, text(form, 'From'), hookUrl(publicUrl, ref, 'transferred'));
    },

    /** The person was connected to somebody else, and that is over. */
    transferred: (): string => hangUp(),
  };
}
