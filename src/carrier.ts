import { Analyst } from './conversation/analysis/analyst';
import { briefOfTalk } from './conversation/brief-of-talk';
import { OpenAiModel, type OpenAiOptions } from './conversation/model/openai-model';
import { Talks } from './conversation/talks';
import { type Repetition, repeatedly } from './jobs/repeatedly';
import { Admissions } from './services/calls/admissions';
import { Facts } from './services/calls/facts';
import { lookAfterCalls } from './services/calls/look-after-calls';
import { reconcileCalls } from './services/calls/reconcile-calls';
import type { Domain, Timing } from './services/domain';
import { lookAfterRecordings } from './services/recordings/look-after-recordings';
import { TwilioTelephony } from './telephony/twilio/adapter';
import type { TwilioCredentials } from './telephony/twilio/credentials';
import type { TwilioLine } from './telephony/twilio/line';
import type { RelayLine } from './telephony/twilio/relay/relay-socket';

/** How calls are carried and conducted. */
export interface CarrierOptions {
  credentials: TwilioCredentials;
  /** Origin that the carrier is told to call back, without a slash at the end. */
  callbackUrl: string;
  /** How the language model is reached. */
  model: OpenAiOptions;
  /** How much faster the carrier's time runs; 1 for real phones. */
  speed: number;
  /** How much of a conversation the model is told, in characters. */
  historyCharacters: number;
}

/** What carries calls: a telephony provider, what is said by it, and the work that its calls leave. */
export interface Carrier extends TwilioLine, RelayLine {
  talks: Talks;
  analyst: Analyst;
  /** Starts the work that is done again and again. */
  startJobs(): Repetition[];
}

const FIRST_CONNECTION = { attempt: 1, previous: 0 };
const SWEEP_SECONDS = 2;
const ANALYZE_SECONDS = 0.5;
const MACHINE_SECONDS = 0.5;

/** Puts together what carries the calls of some kinds of accounts. */
export function createCarrier(
  { credentials, callbackUrl, model: modelOptions, speed, historyCharacters }: CarrierOptions,
  shared: Omit<Domain, 'telephony' | 'timing' | 'admissions' | 'facts' | 'openingTexts'>,
): Carrier {
  const { pool, hub, counts, log, serverId, testModes, toolsAllowPrivateAddresses } = shared;
  const timing = timingAt(speed);
  const conditions = { speed, historyCharacters };
  const facts = new Facts(pool, timing, hub, counts);
  const domain: Domain = {
    ...shared,
    timing,
    telephony: new TwilioTelephony(credentials, callbackUrl),
    admissions: new Admissions(pool, { timing, serverId }, facts, hub),
    facts,
    openingTexts: async (basis, now) => {
      const { systemPrompt, texts } = await briefOfTalk(basis, FIRST_CONNECTION, conditions, now);
      return { systemPrompt, firstMessage: texts.firstMessage };
    },
  };
  const model = new OpenAiModel(modelOptions);
  const talks = new Talks({ domain, model, conditions, toolsAllowPrivateAddresses });
  const analyst = new Analyst({ pool, model, timing, testModes, changes: hub, log });
  return {
    authToken: credentials.authToken,
    publicUrl: callbackUrl,
    domain,
    talks,
    analyst,
    claim: (ref) => talks.claim(ref),
    startJobs: () => [
      repeatedly('look after calls', SWEEP_SECONDS, (signal) => lookAfterCalls(domain, signal), log),
      repeatedly('reconcile calls', SWEEP_SECONDS, (signal) => reconcileCalls(domain, signal), log),
      repeatedly('look after recordings', SWEEP_SECONDS, (signal) => lookAfterRecordings(domain, signal), log),
      repeatedly('analyze calls', ANALYZE_SECONDS, (signal) => analyst.takeUp(signal), log),
      repeatedly('look for machines', MACHINE_SECONDS, () => talks.lookForMachines(), log),
    ],
  };
}

/** Waiting times, shortened where the carrier's time runs faster; what waits for our own servers is not. */
function timingAt(speed: number): Timing {
  return {
    pendingSeconds: 30,
    quietSeconds: Math.max(60 / speed, 3),
    reconcileSeconds: Math.max(20 / speed, 2),
    unknownSeconds: Math.max(600 / speed, 15),
    retrySeconds: [5, 30, 120].map((seconds) => Math.max(seconds / speed, 0.1)),
  };
}
