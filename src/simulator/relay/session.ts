import type { Person } from '../callee/person';
import type { Call } from '../calls/call';
import type { SessionRecord } from '../calls/session-record';
import { AgentVoice, type SoundOptions } from './agent-voice';
import { ContactLine } from './contact-line';
import { type Instruction, readInstruction } from './instruction';
import type { RelaySocket } from './relay-socket';
import type { SessionEnd } from './session-end';
import type { Input, RelaySettings } from './settings';
import { Timers } from './timers';

const MOST_MALFORMED = 10;
/** Every recording lasts as long, in virtual seconds: nothing is fetched. */
const RECORDING_SECONDS = 3;
/** `loop: 0` means up to this. */
const MOST_LOOPS = 1000;
const KEY_SECONDS = 0.5;
const ALWAYS: ReadonlySet<Input> = new Set(['speech', 'dtmf']);
const NEVER: ReadonlySet<Input> = new Set();
/** As many things said as a test or a person will read. */
const MOST_SAID = 500;

/** What a session is between. */
export interface SessionParties {
  readonly call: Call;
  readonly person: Person;
  readonly socket: RelaySocket;
  readonly record: SessionRecord;
  readonly settings: RelaySettings;
}

/** One ConversationRelay session on an open connection, from `setup` to its end. */
export class RelaySession {
  readonly #over = new AbortController();
  readonly #voice: AgentVoice;
  readonly #line: ContactLine;
  #language: string;
  #malformedInARow = 0;
  #ended: (end: SessionEnd) => void = () => {};

  constructor(
    private readonly parties: SessionParties,
    private readonly fail: (error: unknown) => void,
  ) {
    const { call, socket, settings } = parties;
    this.#language = settings.language;
    const timers = new Timers(call.clock, this.over, (error) => {
      fail(error);
      socket.break();
    });
    this.#voice = new AgentVoice(timers, {
      speaking: (on) => {
        if (settings.speakerEvents) this.#info('agentSpeaking', on ? 'on' : 'off');
        this.#line.changed();
      },
      played: (text) => {
        if (settings.tokensPlayed) this.#info('tokensPlayed', text);
        this.#line.changed();
      },
      interrupted: (heard, afterMs) => {
        this.#said('agent', heard);
        socket.send({ type: 'interrupt', utteranceUntilInterrupt: heard, durationUntilInterruptMs: afterMs });
      },
      turnEnded: (text) => {
        this.#said('agent', text);
        this.#line.agentSaid(text);
        this.#line.changed();
      },
    });
    this.#line = new ContactLine({
      speed: call.clock.speed,
      answeredAt: call.answeredAt ?? call.clock.now(),
      timers,
      voice: this.#voice,
      reported: settings.reported,
      detectsKeys: settings.dtmfDetection,
      language: () => this.#language,
      listener: {
        speaking: (on) => settings.speakerEvents && this.#info('clientSpeaking', on ? 'on' : 'off'),
        understood: (text, isLast) => this.#understood(text, isLast),
        pressed: (digit) => socket.send({ type: 'dtmf', digit }),
        hungUp: () => call.end('completed', timers.now(), 200),
        connectionBroke: () => socket.break(),
      },
    });
  }

  /** Aborted when the session is over. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  /** Lives the session; resolves with how it ended. */
  run(): Promise<SessionEnd> {
    const { socket, person, settings } = this.parties;
    return new Promise((resolve) => {
      this.#ended = resolve;
      socket.listen({
        received: (frame) => this.#receive(frame),
        closed: () => this.finish({ status: 'failed', errorCode: 64105, errorMessage: 'Websocket ended' }),
      });
      socket.send(this.#setup());
      const { welcomeGreeting, welcomeGreetingInterruptible: interruptible } = settings;
      if (welcomeGreeting !== '') this.#voice.say(welcomeGreeting, true, { interruptible, preemptible: false });
      person.talk(this.#line).catch(this.fail);
    });
  }

  /** Ends it, once, and closes the connection accordingly. */
  finish(end: SessionEnd): void {
    if (this.over.aborted) return;
    const { record, socket } = this.parties;
    this.#said('agent', this.#voice.unfinished);
    this.#over.abort();
    record.status = end.status;
    record.errorCode = end.status === 'failed' ? end.errorCode : null;
    if (end.status !== 'failed') socket.close(1000, 'Closing websocket session');
    this.#ended(end);
  }

  #setup(): object {
    const { call, record, settings } = this.parties;
    const { from, to } = call.request;
    return {
      type: 'setup',
      sessionId: record.sessionId,
      accountSid: call.account.sid,
      callSid: call.sid,
      parentCallSid: '',
      from,
      to,
      forwardedFrom: '',
      callerName: '',
      direction: 'outbound-api',
      callType: 'PSTN',
      callStatus: 'IN_PROGRESS',
      customParameters: settings.customParameters,
    };
  }

  #receive(frame: string | undefined): void {
    if (this.over.aborted) return;
    const instruction = frame === undefined ? undefined : readInstruction(frame);
    if (instruction === undefined) {
      this.#complain(frame ?? '(binary)');
    } else {
      this.#malformedInARow = 0;
      this.#obey(instruction);
    }
  }

  #complain(frame: string): void {
    const { socket, record } = this.parties;
    record.malformed += 1;
    this.#malformedInARow += 1;
    socket.send({ type: 'error', description: `Invalid message received, code: 64107, ${frame}` });
    if (this.#malformedInARow < MOST_MALFORMED) return;
    socket.close(1007, 'Too many consecutive malformed messages.');
    this.finish({ status: 'failed', errorCode: 64105, errorMessage: 'Websocket ended' });
  }

  #obey(instruction: Instruction): void {
    switch (instruction.type) {
      case 'text':
        this.#voice.say(instruction.token, instruction.last, this.#options(instruction));
        break;
      case 'play':
        this.#voice.play(RECORDING_SECONDS * (instruction.loop || MOST_LOOPS), this.#options(instruction));
        break;
      case 'sendDigits':
        this.#voice.play(instruction.digits.length * KEY_SECONDS, { interruptible: NEVER, preemptible: false });
        break;
      case 'language':
        this.#language = instruction.transcriptionLanguage ?? this.#language;
        break;
      case 'end':
        this.finish({ status: 'ended', handoffData: instruction.handoffData });
    }
  }

  #options(asked: { readonly interruptible?: boolean; readonly preemptible?: boolean }): SoundOptions {
    const { interruptible, preemptible } = this.parties.settings;
    return {
      interruptible: asked.interruptible === undefined ? interruptible : asked.interruptible ? ALWAYS : NEVER,
      preemptible: asked.preemptible ?? preemptible,
    };
  }

  #understood(text: string, isLast: boolean): void {
    if (isLast) this.#said('contact', text);
    else if (!this.parties.settings.partialPrompts) return;
    const lang = this.#language === 'multi' ? 'en' : this.#language;
    this.parties.socket.send({ type: 'prompt', voicePrompt: text, lang, last: isLast });
  }

  #info(name: string, value: string): void {
    this.parties.socket.send({ type: 'info', name, value });
  }

  #said(who: 'agent' | 'contact', text: string): void {
    const { said } = this.parties.record;
    if (text !== '' && said.length < MOST_SAID) said.push({ who, text });
  }
}
