import type { PoolClient } from 'pg';
import type { DialState, EndedReason } from '../../entities/enums';
import { detectionFor, type VoicemailPolicy } from '../agents/settings';
import { storedSettings } from '../agents/stored-settings';
import { bytesOf, dataOfRequest, MAX_KEPT_BYTES } from '../contacts/kept-data';
import type { Domain } from '../domain';
import { Recent } from '../recent';
import type { AdmissionFacts, AdmissionRequest } from './admission';
import { READ_FACTS } from './admission-sql';
import { type KnownFacts, LARGE_DATA_BYTES, mayGrow } from './text-issues';

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
 * Agents with the version whose texts cannot grow with little data. A version's texts stay as they are, so that they need not be
 * read for every call.
 */
const evenVersions = new Recent<number>(50_000);

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
      requests.map((request) => evenVersions.peek(agentOf(request)) ?? null),
    ],
  });
  return rows.map((row, index) => factsOf(row, requests[index] as AdmissionRequest));
}

function factsOf(row: FactsRow, request: AdmissionRequest): AdmissionFacts {
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
    known: row.known && knownOf(row.known, row, request),
    earlier: fingerprint ? { fingerprint, callId, dial, endedReason, isRunning } : null,
  };
}

function knownOf(
  known: NonNullable<FactsRow['known']>,
  { agentId, agentVersion }: FactsRow,
  request: AdmissionRequest,
): KnownFacts | null {
  const agent = { ...known.agent, settings: storedSettings(known.agent.settings) };
  const isGrowing = agentId !== null && mayGrow(agent);
  if (agentId !== null && !isGrowing) evenVersions.set(agentOf(request), agentVersion);
  const isDoubtful = known.isDoubtful || isGrowing;
  return isDoubtful || agent.settings.variables.missing === 'REFUSE' ? { ...known, agent, isDoubtful } : null;
}

function agentOf({ accountId, agentId }: AdmissionRequest): string {
  return `${accountId} ${agentId}`;
}
