import { restClient } from './client';
import { createTestAccount, randomPhoneNumber } from './factories';
import { type ScriptedCarrier, startScriptedCarrier } from './scripted-carrier';
import { startTestServer, type TestServer } from './server';
import { statusFields, twilioCaller } from './twilio-caller';

/** A recorded call in the hand of a test: what the carrier says of it, the test says. */
export interface RecordedCall {
  id: string;
  recordingSid: string;
  rest: ReturnType<typeof restClient>;
  key: string;
  /** The carrier reports the call. */
  report(status: string, duration?: number): Promise<unknown>;
  /** The carrier reports the recording. */
  reportRecording(status: string, fields?: Record<string, string>): Promise<{ status: number }>;
  /** The call as it now stands. */
  look(): Promise<{ recordingUrl: string | null; events: Array<{ type: string }> }>;
}

/** A server whose carrier does what a test tells it. */
export interface RecordingStage {
  server: TestServer;
  carrier: ScriptedCarrier;
  place(agent?: object): Promise<RecordedCall>;
  stop(): Promise<void>;
}

/** Starts both, at life's speed. */
export async function startRecordingStage(): Promise<RecordingStage> {
  const carrier = await startScriptedCarrier();
  const server = await startTestServer({ environment: { SIMULATOR_URL: carrier.url, SIMULATOR_SPEED: '1' } });
  const twilio = await twilioCaller(server.pool);
  return {
    server,
    carrier,
    place: async (agent = { settings: { record: true } }) => {
      const { key, agentId, accountId } = await createTestAccount(server.pool, { agent });
      const rest = restClient(server.url, key);
      const { body } = await rest.post('/calls', { toNumber: randomPhoneNumber(), agentId });
      const { id, callSid: sid } = body.data.call;
      const recordingSid = `RE${sid.slice(2)}`;
      const call = { accountId, id, sid };
      return {
        ...{ id, recordingSid, rest, key },
        report: (status, duration) => twilio.post(server, call, 'status', statusFields(status, { duration })),
        reportRecording: (status, fields = {}) =>
          twilio.post(server, call, 'recording', {
            RecordingSid: recordingSid,
            RecordingStatus: status,
            ...(status === 'completed' && { RecordingDuration: '7' }),
            ...fields,
          }),
        look: async () => (await rest.get(`/calls/${id}`)).body.data.call,
      };
    },
    stop: async () => {
      await server.stop();
      await carrier.close();
    },
  };
}
