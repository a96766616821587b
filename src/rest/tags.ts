/** The chapters of the API's documentation. */
export const TAGS = {
  Calls: 'Placing calls, looking at them, ending them.',
  Results: 'What was said in a call, how it sounded, what came of it.',
  Events: 'What happens, as a list or live.',
  Contacts: 'What is kept about the people who are called.',
  Account: 'Credits, usage, and what placing a call needs.',
} as const;

/** One of the chapters. */
export type Tag = keyof typeof TAGS;
