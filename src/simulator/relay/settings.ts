import type { Element } from '../twiml/document';

/** What a person can do while the agent speaks. */
export type Input = 'speech' | 'dtmf';

/** What a `<ConversationRelay>` asks for, as far as it is simulated; voices and models make no difference here. */
export interface RelaySettings {
  readonly url: string;
  /** Spoken at the beginning. */
  readonly welcomeGreeting: string;
  readonly welcomeGreetingInterruptible: ReadonlySet<Input>;
  /** What cuts the agent off, unless a message says otherwise. */
  readonly interruptible: ReadonlySet<Input>;
  /** What is told although it came while the agent spoke and did not cut it off. */
  readonly reported: ReadonlySet<Input>;
  /** Whether messages may be cut off by the next one, unless they say otherwise. */
  readonly preemptible: boolean;
  readonly partialPrompts: boolean;
  readonly dtmfDetection: boolean;
  readonly speakerEvents: boolean;
  readonly tokensPlayed: boolean;
  /** The language that is heard, BCP 47. */
  readonly language: string;
  readonly customParameters: Readonly<Record<string, string>>;
  /** What cannot be taken (64101); such a session does not begin. */
  readonly problem?: string;
}

const INPUTS: Readonly<Record<string, readonly Input[]>> = {
  none: [],
  false: [],
  dtmf: ['dtmf'],
  speech: ['speech'],
  any: ['speech', 'dtmf'],
  true: ['speech', 'dtmf'],
};

/** Reads the element. Attributes that are left out have Twilio's defaults; those it does not have are passed over. */
export function readRelaySettings({ attributes, children }: Element): RelaySettings {
  const problems: string[] = [];
  const inputs = (name: string, otherwise: string): ReadonlySet<Input> => {
    const value = attributes[name] || otherwise;
    const found = INPUTS[value];
    if (found === undefined) problems.push(`${name}="${value}"`);
    return new Set(found);
  };
  const flag = (name: string): boolean => {
    const value = attributes[name] || 'false';
    if (value !== 'true' && value !== 'false') problems.push(`${name}="${value}"`);
    return value === 'true';
  };
  const events = new Set(`${attributes.events ?? ''} ${attributes.debug ?? ''}`.split(/\s+/));
  const parameters = children.filter(({ name }) => name === 'Parameter').map((child) => child.attributes);
  const settings = {
    url: attributes.url ?? '',
    welcomeGreeting: attributes.welcomeGreeting ?? '',
    welcomeGreetingInterruptible: inputs('welcomeGreetingInterruptible', 'any'),
    interruptible: inputs('interruptible', 'any'),
    reported: inputs('reportInputDuringAgentSpeech', 'none'),
    preemptible: flag('preemptible'),
    partialPrompts: flag('partialPrompts'),
    dtmfDetection: flag('dtmfDetection'),
    speakerEvents: events.has('speaker-events'),
    tokensPlayed: events.has('tokens-played'),
    language: attributes.transcriptionLanguage || attributes.language || 'en-US',
    customParameters: Object.fromEntries(parameters.map(({ name, value }) => [name ?? '', value ?? ''])),
  };
  return problems.length === 0 ? settings : { ...settings, problem: problems.join(', ') };
}
