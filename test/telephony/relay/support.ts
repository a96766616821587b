import http from 'node:http';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { uuidv7 } from 'uuidv7';
import WebSocket from 'ws';
import type { SpeechChannel, SpeechEvent } from '../../../src/telephony/speech';
import { type RelayLine, type RelaySocketOptions, relaySocket } from '../../../src/telephony/twilio/relay/relay-socket';
import { relayUrl } from '../../../src/telephony/twilio/relay/url';
import { until } from '../../support/until';

export const TOKEN = 'the auth token of the account';
export const CALL_SID = `CA${'1'.repeat(32)}`;

/** A conversation that remembers what it is told. */
export class RecordedTalk {
  readonly callSid: string | null = CALL_SID;
  readonly events: SpeechEvent[] = [];
  channel: SpeechChannel | null = null;

  begin(channel: SpeechChannel): (event: SpeechEvent) => void {
    this.channel = channel;
    return (event) => this.events.push(event);
  }

  async until(kind: SpeechEvent['kind']): Promise<SpeechEvent> {
    return until(async () => this.events.find((event) => event.kind === kind), kind, 10);
  }
}

/** A real HTTP server with sockets of calls, and Twilio's end of them. */
export async function startRelay({ claim, ...timing }: Partial<RelaySocketOptions & Pick<RelayLine, 'claim'>> = {}) {
  const talk = new RecordedTalk();
  const claimed: number[] = [];
  const server = http.createServer((_, response) => response.end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const line: RelayLine = {
    authToken: TOKEN,
    publicUrl,
    claim:
      claim ??
      (async ({ attempt }) => {
        if (claimed.some((other) => other >= attempt)) return 'taken';
        claimed.push(attempt);
        return talk;
      }),
  };
  const relay = relaySocket({ ...timing, lineOf: async () => line, log: pino({ level: 'silent' }) });
  server.on('upgrade', (request, socket, head) => {
    if (!relay.handleUpgrade(request, socket, head)) socket.destroy();
  });
  const ref = { accountId: uuidv7(), callId: uuidv7(), attempt: 1 };
  const url = relayUrl(publicUrl, TOKEN, ref);
  const sockets: WebSocket[] = [];
  const connect = (to = url, signature: string | null = sign(to), autoPong = true): WebSocket => {
    const headers = signature === null ? {} : { 'X-Twilio-Signature': signature };
    const socket = new WebSocket(to, { headers, perMessageDeflate: false, autoPong });
    socket.on('error', () => undefined);
    sockets.push(socket);
    return socket;
  };
  return {
    relay,
    talk,
    ref,
    url,
    publicUrl,
    claimed,
    connect,
    /** The status with which a connection is refused, 101 if it is not. */
    status: (to = url, signature: string | null = sign(to)): Promise<number> => {
      const socket = connect(to, signature);
      return new Promise((resolve, reject) => {
        socket.once('open', () => resolve(101));
        socket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
        socket.once('error', reject);
      });
    },
    /** A socket after its setup, and what comes out of it. */
    session: async (to = url) => {
      const socket = connect(to);
      const frames: Record<string, unknown>[] = [];
      socket.on('message', (data) => frames.push(JSON.parse(data.toString())));
      await opened(socket);
      socket.send(setup());
      await until(async () => talk.channel, 'the setup', 10);
      return { socket, frames, channel: talk.channel as SpeechChannel };
    },
    stop: async () => {
      for (const socket of sockets) socket.terminate();
      await relay.drain(1);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function sign(url: string, token = TOKEN): string {
  return getExpectedTwilioSignature(token, url, {});
}

export function opened(socket: WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
}

export function closed(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => socket.once('close', resolve));
}

/** What Twilio sends first, with the members of a real one. */
export function setup(callSid = CALL_SID): string {
  return JSON.stringify({
    type: 'setup',
    sessionId: `VX${'2'.repeat(32)}`,
    accountSid: `AC${'3'.repeat(32)}`,
    callSid,
    parentCallSid: '',
    from: '+15005550006',
    to: '+15005550100',
    direction: 'outbound-api',
    callType: 'PSTN',
    callStatus: 'IN_PROGRESS',
    customParameters: {},
  });
}
