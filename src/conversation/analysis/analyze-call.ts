import { AnsweredBy, TurnRole } from '../../entities/enums';
import { AppError } from '../../errors';
import type { AgentSettings } from '../../services/agents/settings';
import { storedSettings } from '../../services/agents/stored-settings';
import type { ClaimedAnalysis } from '../../services/analyses/claim-analyses';
import type { AnalysisOutcome } from '../../services/analyses/finish-analysis';
import { callVariables } from '../../services/prompts/call-variables';
import { render, rulesOnTheCall } from '../../services/prompts/render';
import { timeZoneOf } from '../../services/prompts/time-zone';
import { storableText } from '../../services/storable-json';
import { ModelFailure, type ModelFailureKind } from '../model/language-model';
import { orAborted } from '../or-aborted';
import { analysisRequest } from './analysis-request';
import type { AnalystOptions } from './analyst';
import { readFindings } from './read-findings';

/** What ends an attempt before its time. */
interface Interruptions {
  /** The server stops. */
  stop: AbortSignal;
  /** Somebody else has taken it up. */
  lost: AbortSignal;
}

/** A model that takes longer is not waited for, in milliseconds. */
const ATTEMPT_MS = 60_000;
/** Claims after which it is given up: something about it keeps servers from bringing it to any end. */
const MOST_ATTEMPTS = 20;

/** Makes one attempt at an analysis. @throws what is neither the model's fault nor the server's stop */
export async function analyzeCall(
  options: Pick<AnalystOptions, 'model' | 'timing' | 'log'>,
  claim: ClaimedAnalysis,
  { stop, lost }: Interruptions,
): Promise<AnalysisOutcome> {
  const silence = silenceOf(claim);
  if (silence !== null) return { kind: 'skipped', reason: silence };
  if (claim.attempt > MOST_ATTEMPTS) return { kind: 'failed', reason: 'It could not be made.' };
  const signal = AbortSignal.any([stop, lost, AbortSignal.timeout(ATTEMPT_MS)]);
  try {
    return await orAborted(ask(options.model, claim, signal), signal);
  } catch (error) {
    if (stop.aborted)
      return { kind: 'postponed', reason: 'The server stopped. It will be made by another.', seconds: 0 };
    if (error instanceof AppError) return { kind: 'failed', reason: error.message };
    if (!(error instanceof ModelFailure) && !signal.aborted) throw error;
    options.log.warn({ error, callId: claim.callId, attempt: claim.attempt }, 'the model did not analyse a call');
    return later(claim, error instanceof ModelFailure ? error.kind : 'stalled', options.timing.retrySeconds);
  }
}

/** Why there is nothing to analyse; null: there is. */
function silenceOf({ answeredBy, turns }: ClaimedAnalysis): string | null {
  if (turns.length === 0) return 'Nothing was said in the call.';
  if (answeredBy === AnsweredBy.VOICEMAIL || answeredBy === AnsweredBy.FAX) {
    return 'A machine answered, so there was no conversation.';
  }
  const heard = turns.some(({ role, text }) => role === TurnRole.CONTACT && text.trim() !== '');
  return heard ? null : 'The person called said nothing that was understood.';
}

const WHAT_HAPPENED: Record<ModelFailureKind, string> = {
  unreachable: 'The language model could not be reached.',
  refused: 'The language model refused to answer.',
  'rate-limited': 'The language model was asked too often.',
  stalled: 'The language model did not answer in time.',
  failed: 'The language model failed.',
  garbled: 'The language model gave no usable answer.',
};

function later({ attempt }: ClaimedAnalysis, kind: ModelFailureKind, pauses: readonly number[]): AnalysisOutcome {
  const seconds = pauses[attempt - 1];
  return seconds === undefined
    ? { kind: 'failed', reason: `${WHAT_HAPPENED[kind]} It was tried ${attempt} times; ask for it again later.` }
    : { kind: 'postponed', reason: `${WHAT_HAPPENED[kind]} It will be tried again.`, seconds };
}

async function ask(
  model: AnalystOptions['model'],
  claim: ClaimedAnalysis,
  signal: AbortSignal,
): Promise<AnalysisOutcome> {
  const { agentName, turns } = claim;
  const stored = storedSettings(claim.settings);
  const settings = { ...stored, goal: await goalOf(claim, stored) };
  const chosen = { model: settings.model, temperature: settings.temperature };
  const extraction = await model.extract(analysisRequest({ agentName, settings, turns, model: chosen }), signal);
  const findings = readFindings(extraction.value, settings.questions, new Set(turns.map(({ index }) => index)));
  const { raw, usage, model: name } = extraction;
  const answer = {
    raw: storableText(raw),
    model: storableText(name).slice(0, 200),
    promptTokens: usage?.promptTokens ?? 0,
    completionTokens: usage?.completionTokens ?? 0,
  };
  return { kind: 'completed', findings, answer, remember: settings.memory };
}

/** The goal as the agent was told it: with what was known of the person, and of the moment of the call. */
async function goalOf(claim: ClaimedAnalysis, { goal, variables: rules }: AgentSettings): Promise<string | null> {
  if (goal === null) return null;
  const { contact, agentName: name, language, startTime: now, toNumber } = claim;
  const timeZone = await timeZoneOf(toNumber, now);
  const variables = callVariables({ contact, call: claim, agent: { name, language }, now, timeZone });
  return render(goal, variables, rulesOnTheCall(rules));
}
