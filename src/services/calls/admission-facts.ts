import type { PoolClient } from 'pg';
import type { DialState, EndedReason } from '../../entities/enums';
import { detectionFor, type VoicemailPolicy } from '../agents/settings';
import { storedSettings } from '../agents/stored-settings';
import { bytesOf, dataOfRequest, MAX_KEPT_BYTES } from '../contacts/kept-data';
import type { Domain } from '../domain';
import type { AdmissionFacts, AdmissionRequest } from './admission';
import { READ_FACTS } from './admission-sql';
import { type KnownFacts, LARGE_DATA_BYTES } from './text-issues';

interface FactsRow {
  agentId: string | null;
  agentVersion: number;
  voicemailPolicy: VoicemailPolicy | null;
  record: boolean | null;
  maxDurationSeconds: number;
  creditsPerMinute: number;
  agentNumberId: string | null;
  fromNumber: string | null;
  owedCallId: string | null;
  fingerprint: string | null;
  earlierCallId: string;
  earlierDial: DialState;
  earlierReason: EndedReason | null;
  earlierIsRunning: boolean;
  keptData: Record<string, unknown> | null;
  known: (Omit<KnownFacts, 'agent'> & { agent: KnownFacts['agent'] & { settings: unknown } }) | null;
}

/**
 * Reads what decides each of the requests, in their order.
 * @param serverId this server's, which is there whatever the database thinks
 */
export async function readFacts(
  client: PoolClient,
  requests: AdmissionRequest[],
  { timing, serverId }: Pick<Domain, 'timing' | 'serverId'>,
): Promise<AdmissionFacts[]> {
  const { rows } = await client.query<FactsRow>({
    name: 'admission-facts',
    text: READ_FACTS,
    values: [
      requests.map((request) => request.accountId),
      requests.map((request) => request.agentId),
      requests.map((request) => request.fromNumberId),
      requests.map((request) => request.toNumber),
      requests.map((request) => request.idempotencyKey),
      timing.unknownSeconds,
      requests.map((request) => bytesOf(dataOfRequest(request))),
      MAX_KEPT_BYTES,
      LARGE_DATA_BYTES,
      serverId,
    ],
  });
  return rows.map(factsOf);
}

function factsOf(row: FactsRow): AdmissionFacts {
  const { maxDurationSeconds, creditsPerMinute, agentNumberId: fromNumberId } = row;
  const wishes = { machineDetection: detectionFor(row.voicemailPolicy), record: row.record ?? false };
  const { fingerprint, earlierCallId: callId, earlierDial: dial, earlierReason: endedReason } = row;
  const { earlierIsRunning: isRunning } = row;
  return {
    agent: row.agentId
      ? { version: row.agentVersion, maxDurationSeconds, creditsPerMinute, fromNumberId, ...wishes }
      : null,
    fromNumber: row.fromNumber,
    owedCallId: row.owedCallId,
    keptData: row.keptData,
    known: row.known && {
      ...row.known,
      agent: { ...row.known.agent, settings: storedSettings(row.known.agent.settings) },
    },
    earlier: fingerprint ? { fingerprint, callId, dial, endedReason, isRunning } : null,
  };
}
