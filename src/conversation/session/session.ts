import type { Logger } from 'pino';
import { EndedReason } from '../../entities/enums';
import { MAX_TALKS } from '../../services/talks/talk';
import type { Turn } from '../../services/transcripts/turn';
import type { Handoff, SpeechEvent } from '../../telephony/speech';
import { ModelFailure } from '../model/language-model';
import type { Brief } from './brief';
import { type Closing, Ending, type EndOptions } from './ending';
import { Greeting } from './greeting';
import { History } from './history';
import { Keypad } from './keypad';
import { Notebook } from './notebook';
import { type Opening, openingOf } from './opening';
import { Pace } from './pace';
import type { MachineNews, SessionPorts, SessionResult } from './ports';
import type { Deed } from './reply';
import { Silence } from './silence';
import { Speaker } from './speaker';
import { Transcript } from './transcript';
import { Utterance } from './utterance';

/** It takes so many seconds of silence to begin a session anew: less than that of a rest is heard out. */
const ANEW_SECONDS = 3;

/**
 * One connected conversation: it hears by `handle`, speaks by the channel, and writes down what was said.
 * No method throws; whatever goes wrong inside ends the conversation with an apology.
 */
export class Session {
  /** Settled when the session is over, its notes are written and nothing of it is left to run. Never rejected. */
  readonly finished: Promise<SessionResult>;
  /** Made when something is to be logged: that is seldom, and a logger for each conversation takes memory. */
  readonly #log: () => Logger;
  readonly #pace: Pace;
  readonly #notebook: Notebook;
  readonly #transcript: Transcript;
  readonly #history: History;
  readonly #speaker: Speaker;
  readonly #silence: Silence;
  readonly #utterance: Utterance;
  readonly #keypad: Keypad;
  readonly #greeting: Greeting;
  readonly #ending: Ending;
  readonly #opening: Opening;
  /** `machine`: a machine answered, and its greeting has to end before a message is left. */
  #phase: 'talking' | 'machine' | 'ending' | 'over' = 'talking';
  /** Whether the contact was cut short of an answer. */
  #owed = false;
  #finish!: (result: SessionResult) => void;

  /** @param turns the last of what was said before the connection was lost, by index; empty on a first connection. Not kept. */
  constructor(
    private readonly brief: Brief,
    turns: readonly Turn[],
    private readonly ports: SessionPorts,
  ) {
    const { accountId, callId, attempt, agent } = brief;
    this.finished = new Promise((resolve) => {
      this.#finish = resolve;
    });
    this.#log = () => ports.log.child({ accountId, callId, attempt });
    this.#pace = new Pace(brief.answeredAt, brief.speed, (run) => this.#guard(run));
    this.#notebook = new Notebook(ports.notes, this.#log, () => this.abort());
    this.#transcript = new Transcript(turns, this.#pace, this.#notebook);
    this.#history = new History(brief.systemPrompt, turns, brief.historyCharacters);
    this.#utterance = new Utterance(this.#pace);
    this.#silence = new Silence(this.#pace, agent.settings.silence.afterSeconds, (nudges) => this.#onSilence(nudges));
    this.#speaker = new Speaker(
      {
        brief,
        ports,
        log: this.#log,
        pace: this.#pace,
        history: this.#history,
        transcript: this.#transcript,
        notebook: this.#notebook,
      },
      {
        onBegun: () => this.#silence.stop(),
        onSilent: () => this.#listen(),
        onDeed: (deed, said) => this.#do(deed, said),
        onFailed: (error) => this.#fail(error),
        onWarning: () => {
          if (this.#phase === 'talking') this.#speaker.sayAside(brief.texts.warning, !this.#utterance.pending);
        },
        onTimeUp: () => this.#onTimeUp(),
      },
    );
    const { voice } = this.#speaker;
    this.#opening = openingOf(brief, turns);
    this.#keypad = new Keypad(this.#pace, (text) => this.#contactSaid(text, null));
    this.#greeting = new Greeting(this.#pace, voice, () => this.#leaveMessage());
    this.#ending = new Ending(ports.channel, voice, this.#notebook, this.#pace, () => this.#close('failed'));
  }

  /** Says the first message, or takes up where an earlier connection left it. */
  start(): void {
    this.#guard(() => {
      this.#speaker.limit.start();
      if (this.brief.machine) this.#meetMachine(this.brief.machine);
      else this.#speaker.open(this.#opening);
      this.#listen();
    });
  }

  /** Takes what happened on the call. */
  handle(event: SpeechEvent): void {
    this.#guard(() => {
      if (this.#phase === 'over') return;
      if (event.kind === 'prompt') this.#onPrompt(event.text.trim(), event.last);
      else if (event.kind === 'interrupt') this.#onInterrupt(event.heard);
      else if (event.kind === 'digit') {
        this.#silence.broken();
        this.#keypad.press(event.digit);
      } else if (event.kind === 'spoken') this.#speaker.voice.report(event.text);
      else if (event.kind === 'speaking') this.#onSpeaking(event.who, event.on);
      else if (event.kind === 'complaint') this.#onComplaint(event.message);
      else this.#close(event.lost ? 'lost' : 'left');
    });
  }

  /** Takes what a detector of answering machines found out. */
  machineDetected(news: MachineNews): void {
    this.#guard(() => this.#meetMachine(news));
  }

  /** Lets the conversation go on until it ends by itself or the signal aborts it. @returns how many notes of it were lost */
  async stop(signal: AbortSignal): Promise<number> {
    const abort = () => {
      this.#notebook.hurry();
      this.abort();
    };
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    await this.finished;
    signal.removeEventListener('abort', abort);
    return this.#notebook.lost;
  }

  /** Ends the session as if its connection had broken: at once, without a word. What was said is kept. */
  abort(): void {
    this.#close('lost');
  }

  #meetMachine(news: MachineNews): void {
    if (this.#phase !== 'talking' && this.#phase !== 'machine') return;
    const { policy } = this.brief.agent.settings.voicemail;
    if (news === 'fax' || policy === 'HANG_UP') this.#end(EndedReason.VOICEMAIL_NOT_LEFT, { atOnce: true });
    else if (policy === 'CONTINUE') return;
    else if (news === 'greeting-ended') this.#recordMessage();
    else if (this.#phase === 'talking') {
      this.#phase = 'machine';
      this.#speaker.breakOff();
      this.#silence.stop();
      this.#greeting.begin(this.#utterance.sounding);
    }
  }

  #onPrompt(text: string, last: boolean): void {
    if (!last) {
      this.#utterance.heard();
      if (this.#phase === 'machine') this.#greeting.sound(true);
      else this.#listen();
    } else if (text !== '') {
      this.#keypad.flush();
      this.#contactSaid(text, this.#utterance.end());
    }
  }

  #onSpeaking(who: 'agent' | 'contact', on: boolean): void {
    if (who === 'agent') this.#speaker.voice.audible(on);
    else {
      this.#utterance.sound(on);
      if (this.#phase === 'machine') this.#greeting.sound(on);
      else this.#listen();
    }
  }

  #onInterrupt(heard: string): void {
    if (this.#speaker.cut(heard)) this.#owed = true;
    this.#listen();
  }

  #onComplaint(message: string): void {
    // Behind its beginning stands what was said, which is not for logs.
    this.#log().warn({ complaint: message.slice(0, 40) }, 'the provider complained');
  }

  /** @param since when they began, in seconds of the call; null: just now */
  #contactSaid(text: string, since: number | null): void {
    this.#silence.broken();
    if (this.#phase === 'talking') this.#speaker.breakOff();
    this.#transcript.contact(text, since);
    this.#history.hear(text);
    if (this.#phase === 'talking') this.#answer();
    else if (this.#phase === 'machine') this.#greeting.sound(false);
  }

  #answer(): void {
    this.#owed = false;
    this.#speaker.answer();
  }

  /** Nobody was heard for as long as the agent waits. */
  #onSilence(nudges: number): void {
    if (!this.#idle) return;
    const { texts, agent } = this.brief;
    this.#utterance.end();
    if (this.#owed) this.#answer();
    else if (nudges < agent.settings.silence.nudges) this.#speaker.say(texts.nudge);
    else this.#end(EndedReason.SILENCE, { words: texts.silenceGoodbye });
  }

  #onTimeUp(): void {
    const words = this.#phase === 'machine' ? null : this.brief.texts.timeLimitGoodbye;
    this.#end(EndedReason.TIME_LIMIT, { words, interruptible: false });
  }

  /** The machine records from now on. What it would hear before the message is taken back, if that is worth the while. */
  #recordMessage(): void {
    const { voice } = this.#speaker;
    const rest = voice.endsAt - this.#pace.now();
    if (rest > ANEW_SECONDS && this.brief.attempt < MAX_TALKS) this.#endWith({ anew: true }, true);
    else this.#leaveMessage();
  }

  #leaveMessage(): void {
    const words = this.brief.texts.voicemail;
    if (words === null) this.#end(EndedReason.VOICEMAIL_NOT_LEFT, { atOnce: true });
    else this.#end(EndedReason.VOICEMAIL_LEFT, { words, interruptible: false });
  }

  #do(deed: Deed, said: boolean): void {
    if (deed.kind === 'leave-voicemail') this.#leaveMessage();
    else if (deed.kind === 'transfer-call') this.#end(EndedReason.TRANSFERRED, { transferTo: deed.to.phoneNumber });
    else this.#end(EndedReason.AGENT_ENDED, { words: said ? null : deed.farewell });
  }

  get #idle(): boolean {
    return this.#phase === 'talking' && this.#speaker.idle && !this.#keypad.busy;
  }

  /** Waits for the contact from now on, unless the agent speaks or thinks. */
  #listen(): void {
    if (this.#idle) this.#silence.start(this.#utterance.sounding);
  }

  /** Ends the conversation, unless it is ending already. Nothing new is begun. */
  #end(reason: EndedReason, { words, interruptible, transferTo, atOnce = false }: EndOptions): void {
    const handoff = transferTo === undefined ? { reason } : { reason, transferTo };
    this.#endWith(handoff, atOnce, () => {
      if (words) this.#speaker.say(words, interruptible);
    });
  }

  #endWith(handoff: Handoff, atOnce: boolean, sayLast = () => {}): void {
    if (this.#phase === 'ending' || this.#phase === 'over') return;
    this.#phase = 'ending';
    if (atOnce) this.#speaker.cut(null);
    else this.#speaker.breakOff();
    this.#keypad.flush();
    for (const waiting of [this.#silence, this.#speaker.limit, this.#greeting]) waiting.stop();
    sayLast();
    this.#ending.run(handoff).catch((error: unknown) => this.#fail(error));
  }

  #close(how: Closing): void {
    if (this.#phase === 'over') return;
    this.#phase = 'over';
    this.#speaker.close();
    this.#ending.closed(how);
    this.#pace.stop();
    void this.#notebook.close().then(() => this.#finish({ lost: how === 'lost', reason: this.#ending.reason }));
  }

  #guard(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** The model or something of ours is broken. An apology if that is possible; an end in any case. */
  #fail(error: unknown): void {
    this.#log().error({ error }, 'a conversation failed');
    const reason = error instanceof ModelFailure ? EndedReason.MODEL_ERROR : EndedReason.INTERNAL_ERROR;
    try {
      if (this.#phase === 'talking' || this.#phase === 'machine') {
        this.#end(reason, { words: this.brief.texts.apology });
        return;
      }
      if (this.#phase === 'ending') this.ports.channel.end({ reason });
    } catch (another) {
      this.#log().error({ error: another }, 'a conversation could not be ended in order');
    }
    this.#close('failed');
  }
}
