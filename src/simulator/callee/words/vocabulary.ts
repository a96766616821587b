/** What a question or a sentence is about. */
export type Topic =
  | 'farewell'
  | 'press'
  | 'identity'
  | 'spelling'
  | 'email'
  | 'address'
  | 'name'
  | 'scale'
  | 'howMany'
  | 'when'
  | 'reason'
  | 'goodTime'
  | 'transfer'
  | 'more'
  | 'choice'
  | 'yesNo'
  | 'open'
  | 'statement';

/**
 * What somebody understands and says in one language. In what is said `{name}`, `{spelled}`, `{mail}`, `{number}` and
 * `{subject}` stand for the person's name, its letters, the beginning of an address, a house number, and the choice.
 */
export interface Vocabulary {
  readonly farewell: RegExp;
  /** Its first group is the key to press. */
  readonly press: RegExp;
  readonly keys: Readonly<Record<string, string>>;
  /** Its first group is the name by which the agent calls the person. */
  readonly addressee: RegExp;
  readonly yesNo: RegExp;
  readonly or: RegExp;
  /** What is left out at the beginning and the end of a choice. */
  readonly filler: RegExp;
  /** The first that fits. */
  readonly topics: readonly (readonly [Topic, RegExp])[];

  readonly greetings: readonly string[];
  readonly reminders: readonly string[];
  readonly interruptions: readonly string[];
  readonly hesitations: readonly string[];
  readonly yes: readonly string[];
  readonly no: readonly string[];
  readonly names: readonly string[];
  readonly answers: Readonly<Record<Exclude<Topic, 'farewell' | 'press' | 'yesNo'>, readonly string[]>>;
  readonly farewells: readonly string[];
  readonly bored: readonly string[];
  /** What somebody asks who does not want the talk to end. */
  readonly questions: readonly string[];
  /** How somebody asks for a person. */
  readonly humanWishes: readonly string[];
  readonly voicemail: readonly [string, string];
}
