import { createHmac, timingSafeEqual } from 'node:crypto';
import { isUuid } from '../../../services/ids';
import { TWILIO_PATH } from '../urls';

/** Below this path are the sockets of live calls. */
export const RELAY_PATH = `${TWILIO_PATH}/relay`;

/** One connection of one call. */
export interface RelayRef {
  accountId: string;
  callId: string;
  /** From 1. */
  attempt: number;
}

const PLACE = /^\/([^/]+)\/([^/]+)\/([1-9]\d?)\/([0-9a-f]{32})$/;

/** Where the provider connects to: `wss://`, or `ws://` where our own origin is plain HTTP. */
export function relayUrl(publicUrl: string, authToken: string, ref: RelayRef): string {
  return `${socketOrigin(publicUrl)}${relayPath(authToken, ref)}`;
}

/** The URL of a path of ours as a socket's. */
export function socketOrigin(publicUrl: string): string {
  return publicUrl.replace(/^http/, 'ws');
}

/** The call that a path names and the secret that it carries; null: it is no path of a socket. */
export function parseRelayPath(path: string): { ref: RelayRef; secret: string } | null {
  if (!path.startsWith(RELAY_PATH)) return null;
  const [, accountId = '', callId = '', attempt = '', secret = ''] = PLACE.exec(path.slice(RELAY_PATH.length)) ?? [];
  if (!isUuid(accountId) || !isUuid(callId)) return null;
  return { ref: { accountId, callId, attempt: Number(attempt) }, secret };
}

/** Whether a secret is the one of a connection. */
export function isRelaySecret(authToken: string, ref: RelayRef, secret: string): boolean {
  return timingSafeEqual(Buffer.from(secret), Buffer.from(relaySecret(authToken, ref)));
}

function relayPath(authToken: string, ref: RelayRef): string {
  return `${RELAY_PATH}/${ref.accountId}/${ref.callId}/${ref.attempt}/${relaySecret(authToken, ref)}`;
}

/** Any server can make it, so none has to be stored. */
function relaySecret(authToken: string, { accountId, callId, attempt }: RelayRef): string {
  const word = `relay ${accountId} ${callId} ${attempt}`;
  return createHmac('sha256', authToken).update(word).digest('hex').slice(0, 32);
}
