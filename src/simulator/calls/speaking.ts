export const WORDS_PER_SECOND = 2.5;

/** How long it takes to say something, in virtual seconds. */
export function secondsToSay(text: string): number {
  return wordsOf(text).length / WORDS_PER_SECOND;
}

/** The beginning of a text, as far as somebody has got who has been saying it for so many seconds. Spaces are kept. */
export function saidWithin(text: string, seconds: number): string {
  const words = Math.floor(seconds * WORDS_PER_SECOND + 1e-6);
  return words < 1 ? '' : (new RegExp(`^(?:\\s*\\S+){1,${words}}`).exec(text)?.[0] ?? '');
}

export function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
