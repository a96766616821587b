import type { AgentSettings } from '../services/agents/settings';
import { callVariables } from '../services/prompts/call-variables';
import { type MissingRules, render, rulesOnTheCall } from '../services/prompts/render';
import { timeZoneOf } from '../services/prompts/time-zone';
import type { Variables } from '../services/prompts/variables-of';
import type { TalkBasis } from '../services/talks/load-talk';
import { spokenTexts } from '../services/talks/spoken-texts';
import { machineNews } from './machine-news';
import { systemPrompt } from './prompt/system-prompt';
import type { Brief, SpokenTexts } from './session/brief';

/** Fills in everything that a session says and knows, from what is stored of its call. @param now which moment the texts speak of */
export async function briefOfTalk(basis: TalkBasis, attempt: number, speed: number, now = new Date()): Promise<Brief> {
  const { accountId, callId, agentName, language, settings, contact, turns, talkedSince, maxDurationSeconds } = basis;
  const timeZone = await timeZoneOf(basis.toNumber, now);
  const variables = callVariables({
    contact,
    call: basis,
    agent: { name: agentName, language },
    now,
    timeZone,
  });
  const rules = rulesOnTheCall(settings.variables);
  return {
    accountId,
    callId,
    attempt,
    agent: { name: agentName, language, settings: { ...settings, silence: patientSilence(settings, speed) } },
    systemPrompt: systemPrompt({
      prompt: basis.prompt,
      settings: { ...settings, variables: rules },
      variables,
      memory: contact.metadata.memory,
      now,
      timeZone,
    }),
    texts: textsOf(basis, variables, rules),
    turns,
    afterTransfer: basis.untransferredTalk === attempt - 1,
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

function textsOf(
  { firstMessage, language, settings }: TalkBasis,
  variables: Variables,
  rules: MissingRules,
): SpokenTexts {
  const say = (template: string) => render(template, variables, rules);
  const { voicemail, tools } = settings;
  const texts = spokenTexts(language, settings);
  return {
    ...texts,
    firstMessage: say(firstMessage),
    nudge: say(texts.nudge),
    silenceGoodbye: say(texts.silenceGoodbye),
    warning: say(texts.warning),
    timeLimitGoodbye: say(texts.timeLimitGoodbye),
    apology: say(texts.apology),
    voicemail: voicemail.message === null ? null : say(voicemail.message),
    meanwhile: new Map(tools.flatMap(({ name, meanwhile }) => (meanwhile === null ? [] : [[name, say(meanwhile)]]))),
  };
}
