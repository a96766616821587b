import { z } from 'zod';
import type { MachineDetection } from '../../telephony/telephony';
import { integer, text } from '../field-rules';
import { isUnstorable } from '../storable-json';
import { ENGLISH } from '../talks/common-texts';

/** A text in which `{{variables}}` may stand. */
const spoken = (max: number) => text(max, { lines: true });
const storable = (value: string) => !isUnstorable(value);
const UNSTORABLE = 'must not contain U+0000 or lone surrogates';
const identifier = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, 'must be letters, digits and _, at most 64');
const phoneNumber = z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be a phone number such as +14155550101');

export const TTS_PROVIDERS = z.enum(['GOOGLE', 'AMAZON', 'ELEVENLABS']);
export const TRANSCRIPTION_PROVIDERS = z.enum(['GOOGLE', 'DEEPGRAM']);
export const INTERRUPTIBLE_BY = z.enum(['ANY', 'SPEECH', 'DTMF', 'NONE']);
export const SENSITIVITIES = z.enum(['LOW', 'MEDIUM', 'HIGH']);
export const MISSING_VARIABLES = z.enum(['DEFAULT', 'BLANK', 'REFUSE']);
export const VOICEMAIL_POLICIES = z.enum(['HANG_UP', 'LEAVE_MESSAGE', 'CONTINUE']);
export const HTTP_METHODS = z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
export const QUESTION_TYPES = z.enum(['STRING', 'NUMBER', 'BOOLEAN', 'DATE', 'CHOICE']);

const speech = z
  .strictObject({
    ttsProvider: TTS_PROVIDERS.nullable().default(null),
    transcriptionProvider: TRANSCRIPTION_PROVIDERS.nullable().default(null),
    speechModel: text(100).nullable().default(null),
    hints: z.array(text(100)).max(100).default([]),
  })
  .prefault({});

const interruption = z
  .strictObject({
    interruptible: INTERRUPTIBLE_BY.default('ANY'),
    sensitivity: SENSITIVITIES.default('HIGH'),
  })
  .prefault({});

const variables = z
  .strictObject({
    /** What to do about a `{{variable}}` of which nothing is known. */
    missing: MISSING_VARIABLES.default('DEFAULT'),
    defaults: z.record(identifier, z.string().max(1000).refine(storable, UNSTORABLE)).default({}),
  })
  .prefault({});

const silence = z
  .strictObject({
    /** Seconds of silence after which the agent asks whether anybody is there. */
    afterSeconds: integer(2, 120).default(8),
    nudge: spoken(500).default(ENGLISH.nudge),
    /** How often it asks before it says goodbye. */
    nudges: integer(0, 5).default(1),
    goodbye: spoken(500).default(ENGLISH.silenceGoodbye),
  })
  .prefault({});

const timeLimit = z
  .strictObject({
    /** Seconds before the end at which the agent says that time is short; 0: never. */
    warningSeconds: integer(0, 600).default(30),
    warning: spoken(500).default(ENGLISH.warning),
    goodbye: spoken(500).default(ENGLISH.timeLimitGoodbye),
  })
  .prefault({});

const voicemail = z
  .strictObject({
    policy: VOICEMAIL_POLICIES.default('HANG_UP'),
    message: spoken(1000).nullable().default(null),
  })
  .prefault({})
  .refine(({ policy, message }) => policy !== 'LEAVE_MESSAGE' || message !== null, {
    path: ['message'],
    message: 'is required to leave a message',
  });

const transfer = z.strictObject({
  /** What the model calls it, for example `billing`. */
  name: identifier,
  phoneNumber,
  description: text(300).nullable().default(null),
});

const httpTool = z.strictObject({
  name: identifier,
  description: spoken(1000),
  method: HTTP_METHODS.default('POST'),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .refine(storable, UNSTORABLE),
  /** JSON Schema of type object: what the model has to give. */
  parameters: z.record(z.string(), z.unknown()).default({ type: 'object', properties: {} }),
  /** Sent with each request; never shown again. */
  secretHeaders: z.record(z.string().regex(/^[A-Za-z0-9-]{1,64}$/), z.string().max(2000)).default({}),
  timeoutSeconds: integer(1, 30).default(10),
  /** What the agent says while it waits; null: nothing. */
  meanwhile: spoken(300).nullable().default(null),
});

/** An analysis has these beside the answers to questions; the last is no name of a member in JavaScript. */
const TAKEN_NAMES: ReadonlySet<string> = new Set(['summary', 'memory', '__proto__']);

const question = z
  .strictObject({
    name: identifier.refine((name) => !TAKEN_NAMES.has(name), 'must not be summary, memory or __proto__'),
    description: spoken(500),
    type: QUESTION_TYPES.default('STRING'),
    choices: z.array(text(200)).max(50).default([]),
    required: z.boolean().default(false),
  })
  .refine(({ type, choices }) => type !== 'CHOICE' || choices.length > 0, {
    path: ['choices'],
    message: 'must name what can be chosen',
  });

const named = <T extends { name: string }>(list: T[]) => new Set(list.map(({ name }) => name)).size === list.length;
const UNIQUE = 'must have different names';

/** How an agent conducts a call, beyond its prompt. Every member has a default. */
export const agentSettings = z.strictObject({
  /** What the call is for: it decides whether an analysed call was a success. */
  goal: spoken(2000).nullable().default(null),
  model: text(200).nullable().default(null),
  temperature: z.number().min(0).max(2).nullable().default(null),
  speech,
  interruption,
  variables,
  silence,
  timeLimit,
  voicemail,
  /** What is said before the end when the model cannot be reached. */
  apology: spoken(500).default(ENGLISH.apology),
  record: z.boolean().default(false),
  /** Whether what was learnt is told to the agent at the next call to the same person. */
  memory: z.boolean().default(false),
  transfers: z.array(transfer).max(20).default([]).refine(named, UNIQUE),
  tools: z.array(httpTool).max(20).default([]).refine(named, UNIQUE),
  questions: z.array(question).max(50).default([]).refine(named, UNIQUE),
});

export type AgentSettings = z.output<typeof agentSettings>;
/** As a client gives them: everything may be left out. */
export type AgentSettingsInput = z.input<typeof agentSettings>;
export type VoicemailPolicy = AgentSettings['voicemail']['policy'];
export type HttpTool = AgentSettings['tools'][number];
export type TransferTarget = AgentSettings['transfers'][number];
export type AnalysisQuestion = AgentSettings['questions'][number];

/** The settings of an agent of which nothing but the prompt is known. */
export const DEFAULT_SETTINGS: AgentSettings = agentSettings.parse({});

/** Whether an agent of this policy has to know that a machine answered; null: the default policy. */
export function detectionFor(policy: VoicemailPolicy | null): MachineDetection {
  if (policy === 'CONTINUE') return 'off';
  return policy === 'LEAVE_MESSAGE' ? 'at-beep' : 'early';
}
