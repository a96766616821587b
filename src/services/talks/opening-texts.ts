import type { TalkBasis } from './load-talk';

/** What a talk tells its model and says first. */
export interface OpeningTexts {
  systemPrompt: string;
  /** Empty: the agent lets the person speak first. */
  firstMessage: string;
}

/**
 * Fills in the texts with which a talk begins.
 * @param now the moment of which they speak
 * @throws AppError BAD_USER_INPUT if one cannot be filled in
 */
export type FillInOpening = (basis: TalkBasis, now: Date) => Promise<OpeningTexts>;
