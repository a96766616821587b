import type { Agent } from '../agents/agent';
import { type AdmissionRequest, judge, type Room, type Verdict } from '../calls/admission';
import { admissionRequest, type InitiateCallRequest } from '../calls/admission-request';
import type { Call } from '../calls/call';
import { holdFor } from '../calls/call-money';
import type { Contact } from '../contacts/contact';
import type { Domain } from '../domain';
import { inTurn } from '../prompts/turns';
import { type Destination, destinationOf } from './destination';
import { readPreview } from './read-preview';
import { type PreviewedTexts, textsOfPreview } from './texts';

/** What a gate says of a request, and the earlier call that the request would get instead of one of its own. */
export type PreviewedGate = Verdict & { call: Call | null };

/** Everything that placing a call would decide, and what the person called would hear first. */
export interface CallPreview extends PreviewedTexts {
  wouldCall: boolean;
  idempotencyKey: string | null;
  destination: Destination;
  /** Null: the account has none of this id. */
  agent: Agent | null;
  /** What is kept about the person; null: they were never called. */
  contact: Contact | null;
  /** The caller id; null: there is none that could be used. */
  fromNumber: string | null;
  /** Credits to be held; null: nobody knows without an agent. */
  hold: number | null;
  /** What the account has before the call. */
  room: Room;
  gates: PreviewedGate[];
}

/**
 * Decides a request as `initiateCall` would now, by the same rules over the same facts, and fills in the agent's texts as a talk
 * would. It holds nothing, writes nothing and dials nobody, so what it says is true until something changes.
 */
export async function previewCall(domain: Domain, accountId: string, input: InitiateCallRequest): Promise<CallPreview> {
  const now = new Date();
  const request = admissionRequest(accountId, input);
  const seen = await readPreview(domain, request);
  const { agent, contact, facts, room } = seen;
  const destination = await destinationOf(request.toNumber, now);
  const timeZone = destination.timeZone;
  const [verdicts, texts] = await inTurn(
    accountId,
    async () => [judge(request, facts, room), await textsOfPreview(domain, request, seen, { now, timeZone })] as const,
  );
  return {
    wouldCall: verdicts.every(({ state }) => state === 'OPEN'),
    idempotencyKey: request.idempotencyKey,
    destination,
    agent,
    contact,
    fromNumber: facts.fromNumber,
    hold: agent && holdFor(agent),
    room,
    ...texts,
    gates: await withCalls(domain, request, verdicts),
  };
}

function withCalls(domain: Domain, { accountId }: AdmissionRequest, verdicts: Verdict[]): Promise<PreviewedGate[]> {
  return Promise.all(
    verdicts.map(async (verdict) => {
      const id = verdict.state === 'CLOSED' && 'callId' in verdict.stop ? verdict.stop.callId : null;
      return { ...verdict, call: id === null ? null : await domain.loaders.callById.load({ accountId, id }) };
    }),
  );
}
