import type { SessionRecord } from '../calls/session-record';
import { newSid } from '../calls/sid';
import { maskUrl } from '../log';
import type { Playback } from '../twiml/verb';
import { isLoopbackUrl } from '../webhooks/loopback';
import { openSocket } from './open-socket';
import { RelaySocket } from './relay-socket';
import { RelaySession } from './session';
import type { EndedSession, SessionEnd } from './session-end';
import type { RelaySettings } from './settings';

const SOCKET_PROTOCOLS = ['ws:', 'wss:'];

/**
 * Holds a session from the connection to its end, in the call's time. Resolves when the call goes on. When the call ends,
 * `onHangUp` is called before its last status callback is on its way, and this rejects.
 */
export async function holdSession(
  settings: RelaySettings,
  playback: Playback,
  onHangUp: (ended: EndedSession) => void,
): Promise<EndedSession> {
  const { call, timeline, log } = playback;
  const record: SessionRecord = {
    sessionId: newSid('VX'),
    status: null,
    errorCode: null,
    framesSent: 0,
    framesReceived: 0,
    malformed: 0,
    said: [],
  };
  call.sessions.push(record);
  const socket = await timeline.spend(() => connect(settings, playback, record));
  const beganAt = timeline.at;
  const ended = (end: SessionEnd, at: number): EndedSession => {
    return { sessionId: record.sessionId, seconds: (at - beganAt) / 1000, end };
  };
  if (!(socket instanceof RelaySocket)) return ended(socket, beganAt);

  const session = new RelaySession({ ...playback, socket, record, settings }, (error) =>
    log(`a session of ${call.sid} broke: ${String(error)}`),
  );
  const hangUp = (): void => {
    // Without an end the carrier closes: nothing is told any more.
    if (call.endedAt === undefined) socket.break();
    session.finish({ status: 'completed' });
    if (call.endedAt !== undefined) onHangUp(ended({ status: 'completed' }, call.endedAt));
  };
  call.over.addEventListener('abort', hangUp, { once: true });
  const end = await session.run();
  call.over.removeEventListener('abort', hangUp);
  call.over.throwIfAborted();
  timeline.catchUp();
  return ended(end, timeline.at);
}

/** The connection, or why there is none. Rejects when the call ends meanwhile. */
async function connect(
  { url, problem }: RelaySettings,
  { call, faults, log }: Playback,
  record: SessionRecord,
): Promise<RelaySocket | SessionEnd> {
  const fail = (errorCode: 64101 | 64102, errorMessage: string, reason: string): SessionEnd => {
    log(`ConversationRelay of ${call.sid} to ${maskUrl(url)} did not begin (${errorCode}): ${reason}`);
    record.status = 'failed';
    record.errorCode = errorCode;
    return { status: 'failed', errorCode, errorMessage };
  };
  if (problem !== undefined) return fail(64101, 'Invalid parameter', problem);
  const { refused, breaksAfterFrames } = faults.ofSocket(call.request) ?? {};
  if (refused) return fail(64102, 'Unable to connect to Websocket', 'refused, as it was asked for');
  if (!isLoopbackUrl(url, SOCKET_PROTOCOLS)) {
    return fail(64102, 'Unable to connect to Websocket', 'not a ws(s) URL of this machine');
  }
  try {
    const socket = await openSocket(url, call.account.authToken, call.over);
    return new RelaySocket(socket, record, breaksAfterFrames);
  } catch (error) {
    call.over.throwIfAborted();
    return fail(64102, 'Unable to connect to Websocket', error instanceof Error ? error.message : String(error));
  }
}
