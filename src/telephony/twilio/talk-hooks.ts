import { EndedReason } from '../../entities/enums';
import {
  beginTransfer,
  endTalk,
  endTransfer,
  MAX_TALKS,
  nextTalk,
  type Opening,
  startTalk,
} from '../../services/talks/talk';
import { readHandoff } from './handoff';
import { connectRelay } from './relay/twiml';
import { relayUrl } from './relay/url';
import { text } from './signature';
import { apologize, hangUp, transfer } from './twiml';
import { hookUrl } from './urls';
import type { Hook, TwilioWebhookOptions } from './verified-hook';

/** `DialCallStatus` of somebody who was reached. Twilio, Dial, "action". */
const REACHED = new Set(['completed', 'answered']);

/** What Twilio is told to do with a call, as TwiML. Each may be asked again: it answers again, and does nothing twice. */
export function talkHooks({ log }: Pick<TwilioWebhookOptions, 'log'>) {
  const connect = ({ line, ref }: Pick<Hook, 'line' | 'ref'>, { attempt, voice }: Opening): string =>
    connectRelay({
      url: relayUrl(line.publicUrl, line.authToken, { ...ref, attempt }),
      action: hookUrl(line.publicUrl, ref, 'talk-ended', attempt),
      voice,
    });

  /** Goes on with another talk. @param giveUp what is done where there have been enough */
  const goOn = async (
    { line, ref, attempt }: Pick<Hook, 'line' | 'ref' | 'attempt'>,
    giveUp: (next: Opening) => Promise<string>,
  ): Promise<string> => {
    const next = await nextTalk(line.domain.pool, ref, attempt);
    if (!next) return hangUp();
    return next.attempt <= MAX_TALKS ? connect({ line, ref }, next) : giveUp(next);
  };

  const end = (hook: Hook, reason: EndedReason): Promise<boolean> =>
    endTalk(hook.line.domain, { ...hook.ref, attempt: hook.attempt }, hook.sid, reason);

  const resume = (hook: Hook): Promise<string> => {
    log.warn({ ...hook.ref, errorCode: text(hook.form, 'ErrorCode') }, 'the line to a live call broke');
    return goOn(hook, (next) => breakOff(hook, next));
  };

  const breakOff = async (hook: Hook, { apology, voice }: Opening): Promise<string> => {
    await end(hook, EndedReason.INTERNAL_ERROR);
    return apologize(apology(), voice.language);
  };

  return {
    /** Somebody answered. */
    answered: async ({ line, ref, sid }: Hook): Promise<string> => {
      const opening = await startTalk(line.domain, ref, sid);
      return opening ? connect({ line, ref }, opening) : hangUp();
    },

    /** A session is over. Twilio, ConversationRelay, "action". */
    ended: async (hook: Hook): Promise<string> => {
      const { line, ref, sid, form, attempt } = hook;
      const status = text(form, 'SessionStatus');
      const isLive = text(form, 'CallStatus') === 'in-progress';
      if (status === 'failed' && isLive) return resume(hook);
      // The session went with the call, and we asked for neither.
      if (status === 'completed' && !isLive) await end(hook, EndedReason.CONTACT_HUNG_UP);
      const handoff = status === 'ended' ? readHandoff(text(form, 'HandoffData')) : null;
      if (!handoff) return hangUp();
      if ('anew' in handoff) return goOn(hook, (next) => breakOff(hook, next));
      if (handoff.transferTo === undefined) {
        await end(hook, handoff.reason);
        return hangUp();
      }
      await beginTransfer(line.domain, { ...ref, attempt }, sid);
      return transfer(handoff.transferTo, text(form, 'From'), hookUrl(line.publicUrl, ref, 'transferred', attempt));
    },

    /**
     * The person was connected to somebody else and that is over, or nobody was reached: then they come back to the agent.
     * Twilio, Dial, "action".
     */
    transferred: async (hook: Hook): Promise<string> => {
      const { line, ref, sid, form, attempt } = hook;
      const outcome = text(form, 'DialCallStatus') ?? '';
      const connected = REACHED.has(outcome) && text(form, 'DialBridged') !== 'false';
      await endTransfer(line.domain, { ...ref, attempt }, sid, connected);
      if (connected) return hangUp();
      log.info({ ...ref, outcome }, 'a transfer reached nobody');
      const next = { ...hook, attempt: attempt + 1 };
      if (text(form, 'CallStatus') !== 'in-progress') {
        // Nobody is left to be told. No socket has had that talk, so it is theirs to end.
        await end(next, EndedReason.CONTACT_HUNG_UP);
        return hangUp();
      }
      return goOn(hook, async ({ notConnected, voice }) => {
        await end(next, EndedReason.AGENT_ENDED);
        return apologize(notConnected, voice.language);
      });
    },
  };
}
