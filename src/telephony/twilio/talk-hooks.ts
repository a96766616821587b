import { EndedReason } from '../../entities/enums';
import { answerTransfer, endTalk, endTransfer, nextTalk, type Opening, startTalk } from '../../services/talks/talk';
import { readHandoff } from './handoff';
import { connectRelay } from './relay/twiml';
import { relayUrl } from './relay/url';
import { type Form, text } from './signature';
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

  /** Goes on with another talk. @param giveUp what is done where none is possible */
  const goOn = async (
    { line, ref, attempt }: Pick<Hook, 'line' | 'ref' | 'attempt'>,
    giveUp: (next: Opening) => Promise<string>,
  ): Promise<string> => {
    const next = await nextTalk(line.domain.pool, ref, attempt);
    if (!next) return hangUp();
    return next.possible ? connect({ line, ref }, next) : giveUp(next);
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

  const hangUpAlone = async (hook: Hook): Promise<string> => {
    await end(hook, EndedReason.CONTACT_HUNG_UP);
    return hangUp();
  };

  return {
    /** Somebody answered. */
    answered: async ({ line, ref, sid }: Hook): Promise<string> => {
      const opening = await startTalk(line.domain, ref, sid);
      if (!opening) return hangUp();
      return opening.possible ? connect({ line, ref }, opening) : apologize(opening.apology(), opening.voice.language);
    },

    /** A session is over. Twilio, ConversationRelay, "action". */
    ended: async (hook: Hook): Promise<string> => {
      const { line, ref, form, attempt } = hook;
      const status = text(form, 'SessionStatus');
      const live = isLive(form);
      if (status === 'failed' && live) return resume(hook);
      // The session went with the call, and we asked for neither.
      if (status === 'completed' && !live) return hangUpAlone(hook);
      const handoff = status === 'ended' ? readHandoff(text(form, 'HandoffData')) : null;
      if (!handoff) return hangUp();
      if ('anew' in handoff) return live ? goOn(hook, (next) => breakOff(hook, next)) : hangUpAlone(hook);
      if (handoff.transferTo === undefined) {
        await end(hook, handoff.reason);
        return hangUp();
      }
      if (!live) return hangUpAlone(hook);
      return transfer({
        phoneNumber: handoff.transferTo,
        callerId: text(form, 'From'),
        action: hookUrl(line.publicUrl, ref, 'transferred', attempt),
        answered: hookUrl(line.publicUrl, ref, 'transfer-answered', attempt),
      });
    },

    /** Who is to talk with the person instead has answered. The callback is about their call. Twilio, Number, "statusCallback". */
    transferAnswered: async ({ line, ref, form, attempt }: Hook): Promise<void> => {
      await answerTransfer(line.domain, { ...ref, attempt }, text(form, 'ParentCallSid') ?? '');
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
      // Nobody is left to be told. No socket has had that talk, so it is theirs to end.
      if (!isLive(form)) return hangUpAlone(next);
      return goOn(hook, async ({ notConnected, voice }) => {
        await end(next, EndedReason.AGENT_ENDED);
        return apologize(notConnected, voice.language);
      });
    },
  };
}

function isLive(form: Form): boolean {
  return text(form, 'CallStatus') === 'in-progress';
}
