import type { DialOutcome } from '../../telephony/telephony';
import type { Domain } from '../domain';
import { keepTrying } from '../keep-trying';
import type { Admission } from './admit-batch';
import { awaitProof, PROOF_WAIT_MS } from './await-proof';
import type { Call } from './call';
import type { ToldFact } from './call-state';
import { hangUpIfUnwanted } from './end-call';
import type { InitiateCallOutcome } from './initiate-call';
import { answerGiven, failureOf, oweAnswer, promiseAnswer } from './recall-answer';

type Granted = Extract<Admission, { kind: 'granted' }>;

/** The outcome of a dial is known and could not be stored. */
class Unstored extends Error {
  constructor(
    readonly store: () => Promise<unknown>,
    cause: unknown,
  ) {
    super('the outcome of a dial could not be stored', { cause });
  }
}

/** A reply that takes longer is not waited for if a callback proves the call first. */
const PATIENCE_MS = 1000;

/**
 * Has the provider dial a call that was just written, and answers as soon as the outcome is known. From here on the phone
 * may ring, so whatever goes wrong is an unknown outcome and never a reason to place the call anew.
 */
export async function dialCall(domain: Domain, granted: Granted): Promise<InitiateCallOutcome> {
  const { call } = granted;
  try {
    return await domain.counts.whileWaiting(() => dialAndAnswer(domain, granted));
  } catch (error) {
    domain.log.error({ error, callId: call.id }, 'the outcome of a dial was not stored; trying again');
    await promiseAnswer(domain, call);
    if (error instanceof Unstored) {
      // What frees the call from its server comes after what fences it.
      keepTrying(() => oweAnswer(domain, call).then(error.store));
    }
    return failureOf(call);
  }
}

async function dialAndAnswer(domain: Domain, granted: Granted): Promise<InitiateCallOutcome> {
  const { call } = granted;
  const reply = dial(domain, granted);
  const prompt = await inTime(reply);
  const first = prompt ?? (await replyOrProof(domain, call, reply));
  if (first.kind === 'accepted') {
    // Meanwhile another server may have taken this one for dead and promised the answer to a retry.
    if (!prompt) await answerGiven(domain, call);
    return answer(granted, first.sid);
  }
  if (first.kind === 'refused') {
    return { kind: 'failed', call: await domain.loaders.callById.load(call), details: first.message, known: true };
  }
  const sid = await awaitProof(domain, call, { timeoutMs: PROOF_WAIT_MS });
  if (sid === null) return failureOf(await domain.loaders.callById.load(call));
  await answerGiven(domain, call);
  return answer(granted, sid);
}

/** What a reply came to; undefined if it takes too long. */
function inTime(reply: Promise<DialOutcome>): Promise<DialOutcome | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
  });
  return Promise.race([reply, late]).finally(() => clearTimeout(timer));
}

/** A late reply, or a callback that proves the call before it comes. */
async function replyOrProof(domain: Domain, call: Call, reply: Promise<DialOutcome>): Promise<DialOutcome> {
  const replied = new AbortController();
  const ended = reply.finally(() => replied.abort());
  const proof = awaitProof(domain, call, { signal: replied.signal });
  const first = await Promise.race([ended, proof.then((sid) => (sid === null ? ended : accepted(sid)))]);
  ended.catch((error: unknown) => {
    domain.log.error({ error, callId: call.id }, 'a late reply was not stored');
    if (error instanceof Unstored) keepTrying(error.store);
  });
  return first;
}

function accepted(sid: string): DialOutcome {
  return { kind: 'accepted', sid };
}

function answer({ call, contact, campaign }: Granted, sid: string): InitiateCallOutcome {
  return { kind: 'accepted', call: { ...call, callSid: sid }, contact, campaign, replayed: false };
}

/** Dials and stores what the provider answered. A callback may have told more already; the stored call knows best. */
async function dial(domain: Domain, { call, wishes }: Granted): Promise<DialOutcome> {
  const outcome = await domain.telephony.dial({
    accountId: call.accountId,
    callId: call.id,
    toNumber: call.toNumber,
    fromNumber: call.fromNumber,
    maxDurationSeconds: call.maxDurationSeconds,
    ...wishes,
  });
  domain.counts.noteDial(outcome);
  const ref = { accountId: call.accountId, callId: call.id };
  const fact = factOf(outcome);
  const store = () => domain.facts.learn(ref, 'call-manager', fact);
  const learnt = await store().catch((cause: unknown) => {
    throw new Unstored(store, cause);
  });
  if (!learnt) return outcome;
  await hangUpIfUnwanted(domain, ref, learnt);
  return learnt.after.providerSid ? accepted(learnt.after.providerSid) : outcome;
}

function factOf(outcome: DialOutcome): ToldFact {
  const at = null;
  switch (outcome.kind) {
    case 'accepted':
      return { kind: 'dial-accepted', sid: outcome.sid, at };
    case 'refused':
      return { kind: 'dial-refused', reason: outcome.reason, message: outcome.message, at };
    case 'unknown':
      return { kind: 'dial-unknown', message: outcome.message, at };
  }
}
