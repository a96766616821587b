import { setMaxListeners } from 'node:events';
import { type AnsweredBy, EndedReason } from '../entities/enums';
import { AppError } from '../errors';
import type { VoicemailPolicy } from '../services/agents/settings';
import type { Domain } from '../services/domain';
import { answerersOf } from '../services/talks/answerers';
import { loadTalk } from '../services/talks/load-talk';
import { claimTalk, endTalk } from '../services/talks/talk';
import type { TalkRef } from '../services/transcripts/store-turn';
import type { Turn } from '../services/transcripts/turn';
import type { SpeechChannel, SpeechEvent } from '../telephony/speech';
import { briefOfTalk, type Conditions } from './brief-of-talk';
import { CallNotes } from './call-notes';
import { machineNews } from './machine-news';
import type { LanguageModel } from './model/language-model';
import type { Brief } from './session/brief';
import { Session } from './session/session';
import { CallToolbox } from './toolbox';

/** What talks work with. */
export interface TalksOptions {
  domain: Domain;
  model: LanguageModel;
  conditions: Conditions;
  toolsAllowPrivateAddresses: boolean;
}

/** A talk that waits for its socket. */
export interface ClaimedTalk {
  /** The provider's id of the call; null: not known yet. */
  callSid: string | null;
  begin(channel: SpeechChannel, callSid: string): (event: SpeechEvent) => void;
}

/** What a talk begins with. */
interface Beginning {
  ref: TalkRef;
  sid: string;
  brief: Brief;
  turns: readonly Turn[];
}

/** A talk that goes on at this server. */
interface LiveTalk {
  ref: TalkRef;
  session: Session;
  /** Whether it may still turn out that a machine answered. */
  listensForMachine: boolean;
  policy: VoicemailPolicy;
}

/** The talks that go on at this server. */
export class Talks {
  private readonly live = new Map<string, LiveTalk>();

  constructor(private readonly options: TalksOptions) {}

  /** Talks that go on. */
  get count(): number {
    return this.live.size;
  }

  /**
   * Takes a call's talk for a socket that asks for it, and loads what it is about.
   * @returns what begins the talk once the socket is there; or why there is none
   * @throws AppError if the agent's texts cannot be filled in; the talk has ended then
   */
  async claim(ref: TalkRef): Promise<ClaimedTalk | 'taken' | 'unknown'> {
    const { domain, conditions } = this.options;
    const claim = await claimTalk(domain.pool, ref, ref.attempt);
    if (typeof claim === 'string') return claim;
    const basis = await loadTalk(domain.pool, ref);
    if (!basis) return 'unknown';
    const place = { attempt: ref.attempt, previous: claim.previous };
    const brief = await briefOfTalk(basis, place, conditions).catch((error) => this.giveUp(ref, claim.sid, error));
    const { turns } = basis;
    return { callSid: claim.sid, begin: (channel, sid) => this.begin({ ref, sid, brief, turns }, channel) };
  }

  /** Texts that cannot be filled in now cannot be later: the talk is over, and the provider is told so when it asks. */
  private async giveUp(ref: TalkRef, sid: string | null, error: unknown): Promise<never> {
    if (error instanceof AppError && sid !== null) {
      await endTalk(this.options.domain, ref, sid, EndedReason.INTERNAL_ERROR);
    }
    throw error;
  }

  private begin({ ref, sid, brief, turns }: Beginning, channel: SpeechChannel): (event: SpeechEvent) => void {
    const { domain, model, toolsAllowPrivateAddresses: allowPrivateAddresses } = this.options;
    const { settings } = brief.agent;
    const { callId } = ref;
    const tools = new CallToolbox({ callId, settings, allowPrivateAddresses, log: domain.log });
    const notes = new CallNotes(domain, ref, sid);
    const session = new Session(brief, turns, { channel, model, notes, tools, log: domain.log });
    const { policy } = settings.voicemail;
    const talk = { ref, session, policy, listensForMachine: policy !== 'CONTINUE' && brief.machine === null };
    this.live.set(callId, talk);
    void session.finished.then(() => {
      if (this.live.get(callId) === talk) this.live.delete(callId);
    });
    session.start();
    return (event) => session.handle(event);
  }

  /** Tells the talks of this server who answered, whichever server was told. To be called again and again. */
  async lookForMachines(): Promise<void> {
    const waiting = [...this.live.values()].filter(({ listensForMachine }) => listensForMachine);
    if (waiting.length === 0) return;
    const refs = waiting.map(({ ref }) => ref);
    for (const { callId, answeredBy } of await answerersOf(this.options.domain.pool, refs)) {
      this.answeredBy(callId, answeredBy);
    }
  }

  /** Tells a talk who answered, if it goes on here. */
  answeredBy(callId: string, answeredBy: AnsweredBy): void {
    const talk = this.live.get(callId);
    if (!talk?.listensForMachine) return;
    talk.listensForMachine = false;
    const news = machineNews(answeredBy, talk.policy);
    if (news) talk.session.machineDetected(news);
  }

  /**
   * Lets talks end by themselves until the signal is aborted, then breaks them off.
   * @returns how many notes of them could not be written
   */
  async drain(signal: AbortSignal): Promise<number> {
    // Each talk listens to it, and that is no leak.
    setMaxListeners(0, signal);
    let lost = 0;
    while (this.live.size > 0) {
      const stopping = [...this.live.values()].map(({ session }) => session.stop(signal));
      for (const notes of await Promise.all(stopping)) lost += notes;
    }
    return lost;
  }
}
