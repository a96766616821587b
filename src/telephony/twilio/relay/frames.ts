import { z } from 'zod';
import type { Handoff, SpeechEvent } from '../../speech';

/** A frame that opens a session. */
const setup = z.object({ type: z.literal('setup'), callSid: z.string(), sessionId: z.string().default('') });
const milliseconds = z.coerce.number().nonnegative().catch(0);

const SCHEMAS = {
  setup: setup.transform(({ callSid, sessionId }) => ({ kind: 'setup' as const, callSid, sessionId })),
  prompt: z
    .object({ voicePrompt: z.string(), lang: z.string().nullable().default(null), last: z.boolean().default(true) })
    .transform(({ voicePrompt, lang, last }) => speech({ kind: 'prompt', text: voicePrompt, last, language: lang })),
  interrupt: z
    .object({ utteranceUntilInterrupt: z.string().default(''), durationUntilInterruptMs: milliseconds })
    .transform((frame) =>
      speech({
        kind: 'interrupt',
        heard: frame.utteranceUntilInterrupt,
        afterMs: frame.durationUntilInterruptMs,
      }),
    ),
  dtmf: z
    .object({ digit: z.string().regex(/^[0-9A-D*#]$/) })
    .transform(({ digit }) => speech({ kind: 'digit', digit })),
  error: z
    .object({ description: z.string().default('') })
    .transform(({ description }) => speech({ kind: 'complaint', message: description })),
  info: z.object({ name: z.string(), value: z.unknown() }).transform(({ name, value }) => info(name, String(value))),
} as const;

/** What a frame says. `ignored`: nothing that concerns us. */
export type Frame = SpeechEvent | { kind: 'setup'; callSid: string; sessionId: string } | { kind: 'ignored' };

/** Reads a frame. Unknown types and members are tolerated. @returns null if it is malformed */
export function readFrame(text: string): Frame | null {
  const frame = parse(text);
  if (typeof frame !== 'object' || frame === null || !('type' in frame) || typeof frame.type !== 'string') return null;
  if (!Object.hasOwn(SCHEMAS, frame.type)) return { kind: 'ignored' };
  const read = SCHEMAS[frame.type as keyof typeof SCHEMAS].safeParse(frame);
  return read.success ? read.data : null;
}

/** A piece of a turn. Written by hand, since there is one for each token. */
export function textFrame(text: string, { last, interruptible }: { last: boolean; interruptible?: boolean }): string {
  const cut = interruptible === undefined ? '' : `,"interruptible":${interruptible}`;
  return `{"type":"text","token":${JSON.stringify(text)},"last":${last}${cut}}`;
}

export function digitsFrame(digits: string): string {
  return JSON.stringify({ type: 'sendDigits', digits });
}

export function endFrame(handoff: Handoff): string {
  return JSON.stringify({ type: 'end', handoffData: JSON.stringify(handoff) });
}

function info(name: string, value: string): Frame {
  const on = value === 'on';
  if (name === 'tokensPlayed') return { kind: 'spoken', text: value };
  if (name === 'agentSpeaking') return { kind: 'speaking', who: 'agent', on };
  if (name === 'clientSpeaking') return { kind: 'speaking', who: 'contact', on };
  return { kind: 'ignored' };
}

function speech(event: SpeechEvent): Frame {
  return event;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
