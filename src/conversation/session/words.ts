const WORDS_A_SECOND = 2.5;
/** Languages that put no spaces between words are measured by this. */
const LETTERS_A_SECOND = 15;
/** A piece without any space is not held back beyond this many characters. */
const LONGEST_WORD = 40;

/** How many characters of a text are heard: all but white space. */
export function letters(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) if (!isSpace(text, at)) count++;
  return count;
}

/** How long it takes to say a text, in seconds of the call. */
export function secondsToSay(text: string): number {
  let words = 0;
  for (let at = 0; at < text.length; at++) if (!isSpace(text, at) && (at === 0 || isSpace(text, at - 1))) words++;
  return Math.max(words / WORDS_A_SECOND, letters(text) / LETTERS_A_SECOND);
}

/** How much of a growing text consists of whole words: the length up to its last space. */
export function wholeWords(text: string): number {
  for (let at = text.length; at > 0; at--) if (isSpace(text, at - 1)) return at;
  return text.length > LONGEST_WORD ? text.length : 0;
}

/** How much of a growing text consists of whole sentences. */
export function wholeSentences(text: string): number {
  for (let at = text.length; at > 0; at--) {
    if (isSpace(text, at - 1) && endsSentence(text.slice(0, at))) return at;
  }
  return 0;
}

/** As many whole sentences of the beginning of a text as are accepted together; empty: not even the first. */
export function sentencesThat(text: string, accept: (sentences: string) => boolean): string {
  let sentences = text;
  do sentences = sentences.slice(0, wholeSentences(sentences.trimEnd()));
  while (sentences !== '' && !accept(sentences));
  return sentences;
}

/** Whether a sentence is over at the end of a text. */
export function endsSentence(text: string): boolean {
  return /[.!?…。！？]["'”’)\]]*\s*$/.test(text.slice(-8));
}

/** The length of the part of a text that holds so many letters, with what follows up to the next letter. */
export function lengthOfLetters(text: string, count: number): number {
  let left = count;
  for (let at = 0; at < text.length; at++) {
    if (isSpace(text, at)) continue;
    if (left-- <= 0) return at;
  }
  return text.length;
}

/**
 * How many letters of what was said were heard.
 * @param heard the provider's word for it, which may be the last piece only
 * @param played how many were heard by another reckoning: where the words were said more than once, the nearest place counts
 * @returns null: they were not said, or in another spelling, or there are none
 */
export function heardLetters(said: string, heard: string, played: number): number | null {
  const words = withoutSpace(heard);
  if (words === '') return null;
  const all = withoutSpace(said);
  const from = Math.max(0, played - words.length);
  const ends = [all.lastIndexOf(words, from), all.indexOf(words, from)]
    .filter((at) => at >= 0)
    .map((at) => at + words.length);
  return ends.toSorted((a, b) => Math.abs(a - played) - Math.abs(b - played))[0] ?? null;
}

function withoutSpace(text: string): string {
  return text.replace(/[\t-\r \u00a0\u3000]+/g, '');
}

/** Whether the character at a place is white space. */
export function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0x3000;
}
