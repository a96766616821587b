/** The tools that every agent may have; no tool of an agent may bear such a name. */
export const BUILT_IN = ['end_call', 'transfer_call', 'send_digits', 'leave_voicemail'] as const;
export type BuiltInName = (typeof BUILT_IN)[number];
