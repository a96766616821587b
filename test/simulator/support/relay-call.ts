import { ALL_EVENTS, FROM, type Harness, startHarness, TO } from './harness';
import { twiml } from './receiver';
import { type RelayServer, startRelayServer } from './relay-server';

/** A harness with a server for sessions. */
export interface RelayHarness extends Harness {
  readonly relay: RelayServer;
  /** Calls somebody, whose call is a session with these attributes; the call's SID. */
  call(options?: RelayCall): Promise<string>;
}

export interface RelayCall {
  readonly to?: string;
  readonly attributes?: string;
  /** Inside `<ConversationRelay>`. */
  readonly children?: string;
  /** Verbs behind the session. */
  readonly after?: string;
  readonly action?: string;
  readonly url?: string;
  readonly create?: object;
}

const EVENTS = 'events="speaker-events tokens-played"';

/** `/action` hangs up unless told otherwise. */
export async function startRelayHarness(speed = 100): Promise<RelayHarness> {
  const harness = await startHarness(speed);
  const relay = await startRelayServer(harness.credentials.authToken);
  harness.receiver.reply('/action', twiml('<Hangup/>'));
  return {
    ...harness,
    relay,
    async call({ to = TO, attributes = EVENTS, children = '', after = '', action = '/action', url, create } = {}) {
      const { receiver, client } = harness;
      const target = action === '' ? '' : `action="${receiver.url}${action}"`;
      const noun = `<ConversationRelay url="${url ?? `${relay.url}/relay/secret`}" ${attributes}>${children}</ConversationRelay>`;
      receiver.reply('/voice', twiml(`<Connect ${target}>${noun}</Connect>${after}`));
      const { sid } = await client.calls.create({
        to,
        from: FROM,
        url: `${receiver.url}/voice`,
        statusCallback: `${receiver.url}/status`,
        statusCallbackEvent: ALL_EVENTS,
        ...create,
      });
      return sid;
    },
    async close() {
      await harness.close();
      await relay.close();
    },
  };
}
