import type { Logger } from 'pino';
import type { LanguageModel, ModelMessage, ToolCall, ToolDefinition } from '../model/language-model';
import type { BuiltInAction } from '../tools/parse-built-in';
import type { AgentTurn } from './agent-turn';
import type { Brief } from './brief';
import type { AgentEntry, History } from './history';
import type { Notebook } from './notebook';
import type { Toolbox } from './ports';
import type { TimeLimit } from './time-limit';
import type { Voice } from './voice';
import { endsSentence, sentencesThat, wholeSentences, wholeWords } from './words';

/** How often the model is asked in one turn, tools between. The last time it has no tools. */
const MAX_ROUNDS = 8;
/** Tool calls of one answer that are done. The model is told of the others that they were not. */
const MAX_CALLS = 8;
const TOO_MANY = `Error: not done. An answer may have at most ${MAX_CALLS} tool calls.`;
const NO_TOOLS: readonly ToolDefinition[] = [];
const CONTINUE: ModelMessage = {
  role: 'system',
  text: 'Your last answer broke off. Say the rest of it, beginning with the sentence that was cut; do not greet again.',
};

/** What the model wants that ends the conversation. */
export type Deed = Exclude<BuiltInAction, { kind: 'mistake' | 'send-digits' }>;

/** What a reply needs of its session. */
export interface ReplyDesk {
  brief: Brief;
  model: LanguageModel;
  tools: Toolbox;
  history: History;
  notebook: Notebook;
  voice: Voice;
  limit: TimeLimit;
  log(): Logger;
  /** Aborted when the session is over. */
  over(): AbortSignal;
  /** The agent begins to speak. */
  turn(mark: number): AgentTurn;
  sendDigits(digits: string): void;
  /** Something that has to be said at the next end of a sentence; null: nothing. Given once. */
  aside(): string | null;
  /** Nothing is being said, and nothing can be said before the goodbye any more. */
  timeUp(): void;
}

/** One answer of the agent: it asks the model, speaks as the tokens come, runs tools and asks again. */
export class Reply {
  /** The agent's turn, once it has said something. */
  turn: AgentTurn | null = null;
  /** The tool that runs, if one does. It is never interrupted by the person: it may change the world. */
  tool: Promise<void> | null = null;
  /** Whether there is more that cannot be said before the goodbye: the reply ends with what it has said. */
  full = false;
  /** Set when the reply is aborted: it is the generation of all its tokens, and none is said any more. */
  #stale = false;
  readonly #abort = new AbortController();
  readonly #mark: number;
  #entry: AgentEntry | null = null;
  /** The beginning of a word, or near the end of a sentence, of which the rest has not come. */
  #carry = '';
  /** Whether the model has given words in this round. */
  #begun = false;
  #resumed = false;

  constructor(private readonly desk: ReplyDesk) {
    this.#mark = desk.history.mark();
  }

  /** Nothing more is said, asked or begun. */
  abort(): void {
    this.#stale = true;
    this.#abort.abort();
  }

  /** @returns what ends the conversation, if the model wants it to end. @throws what the model throws */
  async run(): Promise<Deed | null> {
    let empty = 0;
    for (let round = 1; round <= MAX_ROUNDS && !this.#stale; round++) {
      this.#entry = null;
      this.#begun = false;
      const calls = await this.#ask(round < MAX_ROUNDS ? this.desk.tools.definitions : NO_TOOLS);
      if (!this.#stale) this.#flush();
      if (this.#stale || this.full || round === MAX_ROUNDS) break;
      for (const [place, call] of calls.entries()) {
        if (place >= MAX_CALLS) {
          this.#refuse(call);
          continue;
        }
        const deed = await this.#use(call);
        if (this.#stale || deed) return this.#close(deed);
      }
      if (calls.length > 0) continue;
      // After a tool the model may have nothing to say; at the beginning that is a fault, and asked again.
      if (this.turn || round > empty + 1) break;
      if (++empty > 1) {
        this.#speak(this.desk.brief.texts.again, true);
        break;
      }
    }
    return this.#close(null);
  }

  #close(deed: Deed | null): Deed | null {
    if (this.#stale) return null;
    this.#flush();
    this.turn?.complete();
    return deed;
  }

  async #ask(tools: readonly ToolDefinition[]): Promise<ToolCall[]> {
    const { history, brief } = this.desk;
    try {
      return await this.#stream(history.messages(), tools);
    } catch (error) {
      // Before the first word the adapter has tried again already.
      if (this.#stale || !this.#begun || this.#resumed) throw error;
      this.desk.log().warn({ error }, 'an answer of the model broke off and is asked for again');
    }
    this.#resumed = true;
    this.#carry = '';
    this.#speak(`${this.turn ? ' ' : ''}${brief.texts.sorry} `, false);
    return this.#stream([...history.messages(), CONTINUE], tools);
  }

  async #stream(messages: ModelMessage[], tools: readonly ToolDefinition[]): Promise<ToolCall[]> {
    const { model, temperature } = this.desk.brief.agent.settings;
    const calls: ToolCall[] = [];
    for await (const event of this.desk.model.converse({ messages, tools, model, temperature }, this.#abort.signal)) {
      if (this.#stale) break;
      if (event.kind === 'text') this.#take(event.text);
      else if (event.kind === 'tool-call') calls.push(event.call);
      else if (event.usage) this.desk.notebook.usage(event.usage, event.model);
      if (this.#stale || this.full) break;
    }
    return calls;
  }

  #take(text: string): void {
    this.#begun = true;
    this.#carry += text;
    if (this.turn === null) this.#carry = this.#carry.trimStart();
    const length = this.desk.limit.tight ? wholeSentences(this.#carry) : wholeWords(this.#carry);
    if (length === 0) return;
    const piece = this.#carry.slice(0, length);
    this.#carry = this.#carry.slice(length);
    this.#speakInTime(piece, false);
  }

  /** Says what was held back, and closes what is being said. */
  #flush(): void {
    const rest = this.#carry;
    this.#carry = '';
    if (rest.trim() === '') this.#sayAside();
    else this.#speakInTime(rest, true);
    if (!this.#stale) this.desk.voice.close();
  }

  /** Says a text, or as many of its sentences as leave time for the goodbye. The contact may still interrupt these. */
  #speakInTime(text: string, last: boolean): void {
    const { limit, voice } = this.desk;
    if (limit.fits(text)) {
      this.#speak(text, last);
      return;
    }
    this.full = true;
    this.#carry = '';
    this.#abort.abort();
    const sentences = sentencesThat(text, (part) => limit.fits(part));
    if (sentences !== '') this.#speak(sentences, true);
    else if (!voice.busy) this.desk.timeUp();
  }

  #speak(text: string, last: boolean): void {
    this.turn ??= this.desk.turn(this.#mark);
    this.#entry ??= this.desk.history.speak();
    this.turn.say(this.#entry, text, { last });
    if (endsSentence(text)) this.#sayAside();
  }

  #sayAside(): void {
    if (this.turn === null) return;
    const words = this.desk.aside();
    if (words) this.#speak(` ${words} `, false);
  }

  /** @returns a deed, instead of doing it */
  async #use(call: ToolCall): Promise<Deed | null> {
    const { tools, history } = this.desk;
    const builtIn = tools.parseBuiltIn(call);
    if (builtIn && builtIn.kind !== 'mistake' && builtIn.kind !== 'send-digits') return builtIn;
    this.#entry ??= history.speak();
    const answer = history.useTool(this.#entry, call);
    if (builtIn?.kind === 'mistake') answer.text = builtIn.text;
    else if (builtIn) {
      this.desk.sendDigits(builtIn.digits);
      answer.text = 'The keys were pressed.';
    } else if (!tools.definitions.some(({ name }) => name === call.name)) {
      answer.text = `There is no tool named ${call.name}.`;
    } else {
      const { meanwhile } = this.desk.brief.texts;
      this.tool = this.#run(call).then((text) => {
        answer.text = text;
      });
      const words = meanwhile.get(call.name);
      if (words) this.#speak(this.turn ? ` ${words}` : words, true);
      await this.tool;
      this.tool = null;
    }
    return null;
  }

  #refuse(call: ToolCall): void {
    const { history } = this.desk;
    this.#entry ??= history.speak();
    history.useTool(this.#entry, call).text = TOO_MANY;
  }

  async #run(call: ToolCall): Promise<string> {
    const over = this.desk.over();
    try {
      return await this.desk.tools.runTool(call, over);
    } catch (error) {
      // A call that is over aborts its tools.
      if (!over.aborted) this.desk.log().error({ error, tool: call.name }, 'a tool of a conversation threw');
      return 'The tool failed.';
    }
  }
}
