import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import WebSocket from 'ws';
import type { CalledBack, TwilioCaller } from '../../../support/twilio-caller';
import { until } from '../../../support/until';

/** A frame from the server. */
export interface Frame {
  type: string;
  token?: string;
  last?: boolean;
  handoffData?: string;
}

/** The carrier's end of a conversation, in the hand of a test. */
export interface RelayPhone {
  url: string;
  frames: Frame[];
  /** Whether the server has not closed the line. */
  readonly isOpen: boolean;
  send(frame: object): void;
  /** Resolves when the server has dealt with all that was sent. */
  handled(): Promise<void>;
  hear(what: string, isThere: (frame: Frame) => boolean, seconds?: number): Promise<Frame>;
  close(): void;
}

/** The status with which a socket is refused; 101: it is not. */
export function statusOf(url: string, signature: string | null): Promise<number> {
  const socket = new WebSocket(url, { headers: signature === null ? {} : { 'X-Twilio-Signature': signature } });
  return new Promise((resolve, reject) => {
    socket.once('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.once('unexpected-response', (_, response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    socket.once('error', reject);
  });
}

export function signatureOf(twilio: TwilioCaller, url: string): string {
  return getExpectedTwilioSignature(twilio.authToken, url, {});
}

/** Answers a call: asks for the TwiML, connects where it says, and introduces itself. */
export async function pickUp(server: { url: string }, twilio: TwilioCaller, call: CalledBack): Promise<RelayPhone> {
  const phone = await connect(server, twilio, call);
  introduce(phone, call);
  return phone;
}

/** Says whose call it is, which is the first thing that the server hears. */
export function introduce(phone: RelayPhone, { sid }: CalledBack): void {
  phone.send({ type: 'setup', sessionId: `VX${sid.slice(2)}`, callSid: sid, callStatus: 'IN_PROGRESS' });
}

/** Answers a call, and says nothing yet. */
export async function connect(server: { url: string }, twilio: TwilioCaller, call: CalledBack): Promise<RelayPhone> {
  const { text } = await twilio.post(server, call, 'answer');
  const url = /<ConversationRelay url="([^"]+)"/.exec(text)?.[1];
  if (!url) throw new Error(`no place to talk in ${text}`);
  const headers = { 'X-Twilio-Signature': signatureOf(twilio, url) };
  const socket = new WebSocket(url, { headers, perMessageDeflate: false });
  const frames: Frame[] = [];
  socket.on('message', (data) => frames.push(JSON.parse(data.toString())));
  await new Promise<void>((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return {
    url,
    frames,
    get isOpen() {
      return socket.readyState === WebSocket.OPEN;
    },
    send: (frame) => socket.send(JSON.stringify(frame)),
    // Frames are taken in their order, so whoever answers the ping has dealt with what came before it.
    handled: () =>
      new Promise((resolve) => {
        socket.once('pong', () => resolve());
        socket.ping();
      }),
    hear: (what, isThere, seconds) => until(async () => frames.find(isThere), what, seconds),
    close: () => socket.terminate(),
  };
}
