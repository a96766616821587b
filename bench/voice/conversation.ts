import { WebSocket } from 'ws';
import { signRequest } from '../../src/simulator/webhooks/signature';
import type { Stopwatch } from './stopwatch';

/** A call that waits for its socket. */
export interface AnsweredCall {
  callId: string;
  sid: string;
  url: string;
}

/** Seconds between two things that the person says, on average. They vary: what is late once must not go on in step with others. */
const PERIOD_SECONDS = 6;

/** A person on the phone, as the carrier tells of them: says something every few seconds and listens to the answer. */
export class Conversation {
  #socket: WebSocket | null = null;
  #timer: NodeJS.Timeout | undefined;
  #speaking = false;

  constructor(
    private readonly call: AnsweredCall,
    private readonly authToken: string,
    /** Measures what the server adds between prompt and first token. */
    private readonly watch: Stopwatch,
  ) {}

  /** Connects and greets. Rejects if the server does not take the socket. */
  async open(): Promise<void> {
    const { url, sid } = this.call;
    const signature = signRequest(this.authToken, new URL(url));
    const socket = new WebSocket(url, { headers: { 'X-Twilio-Signature': signature }, perMessageDeflate: false });
    await new Promise<void>((resolve, reject) => socket.once('open', resolve).once('error', reject));
    this.#socket = socket;
    socket.on('message', (data) => this.#heard(String(data)));
    socket.on('error', () => undefined);
    socket.send(
      JSON.stringify({ type: 'setup', sessionId: `VX${sid.slice(2)}`, callSid: sid, callStatus: 'IN_PROGRESS' }),
    );
  }

  /** Begins to talk, at a moment of its own. */
  talk(): void {
    const say = () => {
      this.watch.ask();
      this.#socket?.send('{"type":"prompt","voicePrompt":"Yes, that is fine with me.","lang":"en-US","last":true}');
      this.#timer = setTimeout(say, (0.5 + Math.random()) * PERIOD_SECONDS * 1000);
    };
    this.#timer = setTimeout(say, Math.random() * PERIOD_SECONDS * 1000);
  }

  hangUp(): void {
    clearTimeout(this.#timer);
    this.#socket?.removeAllListeners('message').close(1000);
  }

  #heard(frame: string): void {
    this.watch.heard(frame);
    if (!this.#speaking) this.#speaks(true);
    if (frame.includes('"last":true')) this.#speaks(false);
  }

  /** The carrier tells when the agent begins and ceases to be heard. */
  #speaks(on: boolean): void {
    this.#speaking = on;
    this.#socket?.send(`{"type":"info","name":"agentSpeaking","value":"${on ? 'on' : 'off'}"}`);
  }
}
