/** What the customer's server can ask for (Twilio, ConversationRelay, "Messages sent from your app to Twilio"). */
export type Instruction =
  | {
      readonly type: 'text';
      readonly token: string;
      readonly last: boolean;
      readonly interruptible?: boolean;
      readonly preemptible?: boolean;
    }
  | {
      readonly type: 'play';
      readonly source: string;
      readonly loop: number;
      readonly interruptible?: boolean;
      readonly preemptible?: boolean;
    }
  | { readonly type: 'sendDigits'; readonly digits: string }
  | { readonly type: 'language'; readonly ttsLanguage?: string; readonly transcriptionLanguage?: string }
  | { readonly type: 'end'; readonly handoffData?: string };

type Fields = Readonly<Record<string, unknown>>;

/** Reads a frame; undefined when it is malformed (64107). Unknown fields are passed over. */
export function readInstruction(frame: string): Instruction | undefined {
  const fields = parse(frame);
  switch (fields?.type) {
    case 'text': {
      const { type, token, last = false, lang, interruptible, preemptible } = fields;
      if (typeof token !== 'string' || typeof last !== 'boolean' || !isText(lang)) return undefined;
      return isFlag(interruptible) && isFlag(preemptible)
        ? { type, token, last, interruptible, preemptible }
        : undefined;
    }
    case 'play': {
      const { type, source, loop = 1, interruptible, preemptible } = fields;
      if (typeof source !== 'string' || source === '' || !isCount(loop)) return undefined;
      return isFlag(interruptible) && isFlag(preemptible)
        ? { type, source, loop, interruptible, preemptible }
        : undefined;
    }
    case 'sendDigits': {
      const { type, digits } = fields;
      return typeof digits === 'string' && /^[0-9w#*]+$/.test(digits) ? { type, digits } : undefined;
    }
    case 'language': {
      const { type, ttsLanguage, transcriptionLanguage } = fields;
      if (ttsLanguage === undefined && transcriptionLanguage === undefined) return undefined;
      return isText(ttsLanguage) && isText(transcriptionLanguage)
        ? { type, ttsLanguage, transcriptionLanguage }
        : undefined;
    }
    case 'end': {
      const { type, handoffData } = fields;
      return isText(handoffData) ? { type, handoffData } : undefined;
    }
    default:
      return undefined;
  }
}

function parse(frame: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(frame);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
}

function isText(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}

function isFlag(value: unknown): value is boolean | undefined {
  return value === undefined || typeof value === 'boolean';
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 1000;
}
