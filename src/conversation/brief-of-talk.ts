import type { AgentSettings } from '../services/agents/settings';
import { callVariables } from '../services/prompts/call-variables';
import { renderAll, rulesOnTheCall } from '../services/prompts/render';
import { timeZoneOf } from '../services/prompts/time-zone';
import type { CommonTexts } from '../services/talks/common-texts';
import type { TalkBasis } from '../services/talks/load-talk';
import { spokenTexts } from '../services/talks/spoken-texts';
import { machineNews } from './machine-news';
import { systemPrompt } from './prompt/system-prompt';
import type { Brief, SpokenTexts } from './session/brief';

/** What holds for every talk of a carrier. */
export type Conditions = Pick<Brief, 'speed' | 'historyCharacters'>;

/** Which talk of a call is to begin, and the last one before it that had a socket; 0: none had. */
export interface Place {
  attempt: number;
  previous: number;
}

/** Fills in everything that a session says and knows, from what is stored of its call. @param now which moment the texts speak of */
export async function briefOfTalk(
  basis: TalkBasis,
  { attempt, previous }: Place,
  { speed, historyCharacters }: Conditions,
  now = new Date(),
): Promise<Brief> {
  const { accountId, callId, agentName, language, settings, contact, talkedSince, maxDurationSeconds } = basis;
  const timeZone = await timeZoneOf(basis.toNumber, now);
  const variables = callVariables({
    contact,
    call: basis,
    agent: { name: agentName, language },
    now,
    timeZone,
  });
  const spoken = spokenTexts(language, settings);
  const texts = await renderAll(templatesOf(basis, spoken), variables, rulesOnTheCall(settings.variables));
  const memory = settings.memory ? contact.metadata.memory : null;
  return {
    accountId,
    callId,
    attempt,
    agent: { name: agentName, language, settings: { ...settings, silence: patientSilence(settings, speed) } },
    systemPrompt: systemPrompt({ prompt: texts.prompt, goal: texts.goal, variables, memory, now, timeZone }),
    texts: textsOf(basis, spoken, texts),
    historyCharacters,
    afterTransfer: basis.untransferredTalk === previous,
    machine: machineNews(basis.answeredBy, settings.voicemail.policy),
    answeredAt: talkedSince,
    maxDurationSeconds,
    speed,
  };
}

/** However fast the carrier's time runs, what passes between two machines takes its time and is not silence. */
const LEAST_SILENCE_SECONDS = 0.75;

function patientSilence({ silence }: AgentSettings, speed: number): AgentSettings['silence'] {
  if (speed <= 1) return silence;
  return { ...silence, afterSeconds: Math.max(silence.afterSeconds, LEAST_SILENCE_SECONDS * speed) };
}

type Template =
  | 'prompt'
  | 'goal'
  | 'firstMessage'
  | 'nudge'
  | 'silenceGoodbye'
  | 'warning'
  | 'timeLimitGoodbye'
  | 'apology'
  | 'voicemail'
  /** What is said while a tool runs. */
  | `meanwhile ${string}`;

/** Every text of an agent that has to be filled in; of those that it has not, an empty one. */
function templatesOf({ prompt, firstMessage, settings }: TalkBasis, spoken: CommonTexts): Record<Template, string> {
  const { nudge, silenceGoodbye, warning, timeLimitGoodbye, apology } = spoken;
  return {
    ...{ prompt, firstMessage, nudge, silenceGoodbye, warning, timeLimitGoodbye, apology },
    goal: settings.goal ?? '',
    voicemail: settings.voicemail.message ?? '',
    ...Object.fromEntries(settings.tools.map(({ name, meanwhile }) => [`meanwhile ${name}`, meanwhile ?? ''])),
  };
}

/** What is said while a tool runs, of an agent that has none. */
const NOTHING_MEANWHILE: SpokenTexts['meanwhile'] = new Map();

/** Member by member, so that the texts of all calls are of one shape. @param filled {@link templatesOf} the same, filled in */
function textsOf({ settings }: TalkBasis, spoken: CommonTexts, filled: Record<Template, string>): SpokenTexts {
  return {
    sorry: spoken.sorry,
    again: spoken.again,
    cutOff: spoken.cutOff,
    notConnected: spoken.notConnected,
    firstMessage: filled.firstMessage,
    nudge: filled.nudge,
    silenceGoodbye: filled.silenceGoodbye,
    warning: filled.warning,
    timeLimitGoodbye: filled.timeLimitGoodbye,
    apology: filled.apology,
    voicemail: settings.voicemail.message === null ? null : filled.voicemail,
    meanwhile: meanwhileOf(settings, filled),
  };
}

function meanwhileOf({ tools }: AgentSettings, filled: Record<Template, string>): SpokenTexts['meanwhile'] {
  if (tools.length === 0) return NOTHING_MEANWHILE;
  return new Map(tools.map(({ name }) => [name, filled[`meanwhile ${name}`] ?? '']));
}
