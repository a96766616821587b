import type { Logger } from 'pino';
import { AgentTurn } from './agent-turn';
import type { Brief } from './brief';
import type { History } from './history';
import type { Notebook } from './notebook';
import type { Opening } from './opening';
import type { Pace } from './pace';
import type { SessionPorts } from './ports';
import { type Deed, Reply, type ReplyDesk } from './reply';
import { TimeLimit } from './time-limit';
import type { Transcript } from './transcript';
import { Voice } from './voice';
import { heardLetters, letters } from './words';

/** What a speaker works with. */
export interface SpeakerParts {
  brief: Brief;
  ports: SessionPorts;
  log(): Logger;
  pace: Pace;
  history: History;
  transcript: Transcript;
  notebook: Notebook;
}

/** What a speaker tells its session. */
export interface SpeakerEvents {
  /** The agent begins to speak or to think. */
  onBegun(): void;
  /** Nothing of what the agent had to say is left to be heard. */
  onSilent(): void;
  /** The model wants the conversation to end. @param said whether it said anything in this turn */
  onDeed(deed: Deed, said: boolean): void;
  /** The model, or something of ours, failed. */
  onFailed(error: unknown): void;
  onWarning(): void;
  onTimeUp(): void;
}

/** The agent's side of a conversation: one turn at a time, by rule or by the model. */
export class Speaker {
  readonly voice: Voice;
  readonly limit: TimeLimit;
  /** What the agent said last, while it is being heard. */
  #turn: AgentTurn | null = null;
  /** What it said before that and is still to be heard. */
  #queued: AgentTurn[] = [];
  #reply: Reply | null = null;
  /** The last tool of an aborted reply, which may still run: its answer belongs before what follows. */
  #tool: Promise<void> | null = null;
  /** Aborted when the session is over. Made for the first tool: most conversations use none. */
  #over: AbortController | null = null;
  /** What has to be said at the next end of a sentence. */
  #aside: string | null = null;
  /** Whether what is being heard is all that there is time for. */
  #full = false;
  /** What was said last, if it may not be cut off. */
  #firm: string | null = null;

  constructor(
    private readonly parts: SpeakerParts,
    private readonly events: SpeakerEvents,
  ) {
    const { brief, ports, pace } = parts;
    this.voice = new Voice(ports.channel, pace, () => this.#spoken());
    this.limit = new TimeLimit(brief, pace, this.voice, events);
  }

  /** Whether the agent neither speaks nor thinks. */
  get idle(): boolean {
    return !this.#reply && !this.voice.busy;
  }

  /** Begins the conversation. */
  open(opening: Opening): void {
    if (opening === 'answer') this.answer();
    else if (opening) this.say(opening.words);
  }

  /** Says something that is not the model's. */
  say(words: string, interruptible?: boolean): void {
    if (words.trim() === '') return;
    const turn = this.#begin(this.parts.history.mark());
    turn.say(this.parts.history.speak(), words, { last: true, interruptible });
    turn.complete();
    this.#firm = interruptible === false ? words : null;
  }

  /**
   * Says something at the next end of a sentence that leaves time for it before the goodbye.
   * @param soon whether that may be now, if the model is not at it
   */
  sayAside(words: string, soon: boolean): void {
    this.#aside = words;
    if (soon && !this.#reply) this.#sayAside();
  }

  /** Has the model answer what was said last. */
  answer(): void {
    this.events.onBegun();
    this.#full = false;
    const reply = new Reply(this.#desk());
    this.#reply = reply;
    this.#run(reply).catch((error: unknown) => this.events.onFailed(error));
  }

  /** Breaks off what the agent is about to say. What was sent already will be heard. */
  breakOff(): void {
    const reply = this.#abortReply();
    if (!reply?.turn) return;
    this.voice.close();
    reply.turn.breakOff();
  }

  /**
   * Cuts off what the agent is saying. What may not be cut off goes too where it waits behind what may: it is said again.
   * @param heard the provider's word for what was heard of it; null: as much as is known
   * @returns whether the contact still has to be answered
   */
  cut(heard: string | null): boolean {
    const reply = this.#abortReply();
    this.#full = false;
    let again: string | null = null;
    if (heard !== null) {
      const place = this.#placeOf(heard);
      if (this.#turn && place <= this.#turn.start) again = this.#firm;
      this.#turn?.cut(place);
      this.#cutQueued(place);
    } else if (this.voice.busy) {
      this.#turn?.cutUnlessHeard(this.voice.played);
      this.#cutQueued(this.voice.played);
    } else if (reply?.turn) reply.turn.breakOff();
    else this.#turn?.spoken();
    this.#heardQueued();
    this.#turn = null;
    this.voice.silence();
    if (again) this.say(again, false);
    return reply !== null && reply.turn === null;
  }

  /** The session is over: what the agent is saying is cut off, and tools that run are told. */
  close(): void {
    this.#ending.abort();
    this.cut(null);
  }

  async #run(reply: Reply): Promise<void> {
    let deed: Deed | null;
    try {
      await this.#tool;
      deed = await reply.run();
    } catch (error) {
      if (this.#reply === reply) this.events.onFailed(error);
      return;
    }
    if (this.#reply !== reply) return;
    this.#reply = null;
    this.#full = reply.full;
    if (deed) {
      this.events.onDeed(deed, reply.turn !== null);
      return;
    }
    if (!this.voice.busy) this.#spoken();
    this.#sayAside();
  }

  /** Where the provider cut the voice off, in letters since it was silent. */
  #placeOf(heard: string): number {
    const turns = this.#turn ? [...this.#queued, this.#turn] : this.#queued;
    const { played } = this.voice;
    const first = turns[0]?.start ?? 0;
    const found = heardLetters(turns.map(({ text }) => text).join(''), heard, played - first);
    if (found !== null) return first + found;
    const begun = turns.map(({ start }) => start).filter((start) => start <= played);
    return Math.max(0, ...begun) + letters(heard);
  }

  #cutQueued(place: number): void {
    for (const turn of this.#queued.splice(0).reverse()) turn.cutUnlessHeard(place);
  }

  #heardQueued(): void {
    for (const turn of this.#queued.splice(0)) turn.spoken();
  }

  /** Everything that was sent has been heard. */
  #spoken(): void {
    this.#heardQueued();
    // Between two rounds of a reply the agent is silent, but its turn goes on.
    if (this.#turn && this.#reply?.turn !== this.#turn) {
      this.#turn.spoken();
      this.#turn = null;
    }
    if (this.#full) this.events.onTimeUp();
    else this.events.onSilent();
  }

  #begin(mark: number): AgentTurn {
    this.events.onBegun();
    if (this.#turn && this.voice.busy) this.#queued.push(this.#turn);
    else this.#turn?.spoken();
    this.#turn = new AgentTurn(this.voice, this.parts.history, this.parts.transcript, mark);
    return this.#turn;
  }

  /** Made for each reply, so that nothing of it is kept between two. */
  #desk(): ReplyDesk {
    const { brief, ports, log, history, notebook } = this.parts;
    return {
      brief,
      model: ports.model,
      tools: ports.tools,
      history,
      notebook,
      voice: this.voice,
      limit: this.limit,
      log,
      over: () => this.#ending.signal,
      turn: (mark) => this.#begin(mark),
      sendDigits: (digits) => ports.channel.sendDigits(digits),
      aside: () => this.#takeAside(),
      timeUp: () => this.events.onTimeUp(),
    };
  }

  get #ending(): AbortController {
    this.#over ??= new AbortController();
    return this.#over;
  }

  #sayAside(): void {
    const words = this.#takeAside();
    if (words) this.say(words);
  }

  /** It is kept where it does not fit behind what is being said: the contact may cut that short. */
  #takeAside(): string | null {
    const words = this.#aside;
    if (words === null || !this.limit.fits(words)) return null;
    this.#aside = null;
    return words;
  }

  #abortReply(): Reply | null {
    const reply = this.#reply;
    this.#reply = null;
    reply?.abort();
    this.#tool = reply?.tool ?? this.#tool;
    return reply;
  }
}
