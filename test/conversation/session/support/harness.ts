import pino from 'pino';
import type { Brief, SpokenTexts } from '../../../../src/conversation/session/brief';
import { type Notes, type Toolbox, Unwritable } from '../../../../src/conversation/session/ports';
import { Session } from '../../../../src/conversation/session/session';
import { parseBuiltIn } from '../../../../src/conversation/tools/parse-built-in';
import { toolsOf } from '../../../../src/conversation/tools/tools-of';
import { type AgentSettingsInput, agentSettings } from '../../../../src/services/agents/settings';
import { ENGLISH } from '../../../../src/services/talks/common-texts';
import type { Turn } from '../../../../src/services/transcripts/turn';
import type { Handoff, SpeechChannel } from '../../../../src/telephony/speech';
import { ScriptedModel } from './scripted-model';
import { soon } from './soon';

export const SPEED = 100;
export const HELLO = 'Hello, this is Ada.';

export const SETTINGS: AgentSettingsInput = {
  tools: [{ name: 'look_up', description: 'Looks something up.', url: 'https://tools.test/look-up' }],
  transfers: [{ name: 'billing', phoneNumber: '+14155550101' }],
  voicemail: { policy: 'LEAVE_MESSAGE', message: 'Please call us back.' },
  // Longer than a busy machine takes for a step of a test.
  silence: { afterSeconds: 100, nudges: 1 },
};

interface Sent {
  text: string;
  last: boolean;
  interruptible?: boolean;
}

/** The provider's end: remembers what it is told to say. */
export class RecordingChannel implements SpeechChannel {
  readonly sent: Sent[] = [];
  readonly digits: string[] = [];
  ended: Handoff | null = null;
  broken = false;

  say(text: string, options: { last: boolean; interruptible?: boolean }): void {
    if (this.broken) throw new Error('the channel is broken');
    this.sent.push({ text, ...options });
  }

  sendDigits(digits: string): void {
    this.digits.push(digits);
  }

  end(handoff: Handoff): void {
    this.ended = handoff;
  }

  get text(): string {
    return this.sent.map(({ text }) => text).join('');
  }
}

/** What outlives the session. */
export class RecordingNotes implements Notes {
  readonly written: string[] = [];
  readonly turns: Turn[] = [];
  /** How many of the next writes fail. */
  failures = 0;
  failWith: Error = new Error('the database is away');
  /** What is never taken. */
  poison: string | null = null;

  async storeTurn(turn: Turn): Promise<void> {
    await this.#write(`turn ${turn.index}`);
    this.turns[turn.index] = turn;
  }

  async markEnding(reason: string): Promise<void> {
    await this.#write(reason);
  }

  async addUsage(): Promise<void> {
    await this.#write('usage');
  }

  async #write(what: string): Promise<void> {
    await Promise.resolve();
    if (this.failures > 0) {
      this.failures--;
      throw this.failWith;
    }
    if (what === this.poison) throw new Unwritable();
    this.written.push(what);
  }
}

export interface TalkOptions {
  settings?: AgentSettingsInput;
  texts?: Partial<SpokenTexts>;
  brief?: Partial<Brief>;
  /** What was said on an earlier connection. */
  turns?: readonly Turn[];
  runTool?: Toolbox['runTool'];
}

/** A session with both of its ends in the hands of the test. */
export function talk({ settings, texts, brief, turns = [], runTool }: TalkOptions = {}) {
  const agent = agentSettings.parse({ ...SETTINGS, ...settings });
  const whole: Brief = {
    accountId: 'account',
    callId: 'call',
    attempt: 1,
    agent: { name: 'Ada', language: 'en-US', settings: agent },
    systemPrompt: 'You are Ada.',
    texts: {
      ...ENGLISH,
      firstMessage: HELLO,
      nudge: agent.silence.nudge,
      silenceGoodbye: agent.silence.goodbye,
      warning: agent.timeLimit.warning,
      timeLimitGoodbye: agent.timeLimit.goodbye,
      apology: agent.apology,
      voicemail: agent.voicemail.message,
      meanwhile: new Map(),
      ...texts,
    },
    historyCharacters: 24_000,
    afterTransfer: false,
    machine: null,
    answeredAt: performance.now(),
    maxDurationSeconds: 600,
    speed: SPEED,
    ...brief,
  };
  const channel = new RecordingChannel();
  const notes = new RecordingNotes();
  const model = new ScriptedModel();
  const logs: string[] = [];
  const session = new Session(whole, turns, {
    channel,
    notes,
    model,
    log: pino({ level: 'warn' }, { write: (line: string) => logs.push(line) }),
    tools: {
      definitions: toolsOf(agent),
      parseBuiltIn: (call) => parseBuiltIn(call, agent),
      runTool: runTool ?? (async () => 'found'),
    },
  });
  open.push(session);
  let played = 0;
  const play = () => {
    const pieces = channel.sent.slice(played).map(({ text }) => text);
    played = channel.sent.length;
    if (pieces.join('') === '') return;
    session.handle({ kind: 'speaking', who: 'agent', on: true });
    for (const text of pieces) session.handle({ kind: 'spoken', text });
    session.handle({ kind: 'speaking', who: 'agent', on: false });
  };
  return {
    session,
    channel,
    notes,
    model,
    /** Warnings and errors, a line each. */
    logs,
    /** The provider speaks everything that it has been told to. */
    play,
    prompt: (text: string) => session.handle({ kind: 'prompt', text, last: true, language: null }),
    interrupt: (heard: string) => {
      played = channel.sent.length;
      session.handle({ kind: 'interrupt', heard, afterMs: 0 });
    },
    /** Waits until the channel was told to say something. */
    says: (text: string) => soon(() => channel.text.includes(text), `"${text}" in "${channel.text}"`),
    /** Waits until the session is told to end, and ends it as the provider does. */
    ends: async () => {
      const handoff = await soon(() => channel.ended, 'the end');
      session.handle({ kind: 'closed', lost: false });
      await session.finished;
      return handoff;
    },
    /** What the transcript says, without times. */
    transcript: () => notes.turns.map(({ role, text, interrupted }) => `${role}${interrupted ? '*' : ''}: ${text}`),
    /** The conversation that a request told the model. */
    told: (place: number) =>
      model.asks[place]?.request.messages.slice(1).map(({ role, text }) => `${role}: ${text}`) ?? [],
  };
}

const open: Session[] = [];

/** Ends the sessions that a test left open. */
export async function closeAll(): Promise<void> {
  for (const session of open) session.abort();
  await Promise.all(open.splice(0).map(({ finished }) => finished));
}
