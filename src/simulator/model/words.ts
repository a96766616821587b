/** Words that say nothing about what a sentence is about, English and German. */
const EMPTY = new Set(
  (
    'a an and any are as at be been but by can could did do does for from had has have he her him his i if in into is it ' +
    'its just me my of on or our please she should so tell than that the their them then there they this to us was we ' +
    'were what when where which who whose why how will with would you your am not no yes person contact customer caller ' +
    'whether about ask asks asked say said give given value ' +
    'aber als am an auch auf aus bei bin bitte da das dass dein dem den der des die dir du ein eine einem einen einer er ' +
    'es für haben hat hatte ich ihm ihn ihnen ihr ihre ihren im in ist ja kann können könnte mein mich mir mit nein nicht ' +
    'noch ob oder sein sich sie sind so und uns von vor war warum was wann wenn wer wie wird wir wo würde würden zu zum zur'
  ).split(' '),
);

/** A sentence ends with its mark, but not at the dot of an abbreviation. */
const SENTENCE_END =
  /(?<=[.!?]["”“»]?)(?<!\b(?:Dr|Mr|Mrs|Ms|Prof|St|No|Nr|ca|bzw|a\.m|p\.m|z\.B|e\.g|i\.e)\.)\s+|\s*\n\s*/;

export function sentencesOf(text: string): string[] {
  return text
    .split(SENTENCE_END)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}

export function isQuestion(sentence: string): boolean {
  return /\?["”“»]*$/.test(sentence.trim());
}

/** The stems of the words that matter; of all words if none does. */
export function stemsOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const telling = words.filter((word) => !EMPTY.has(word) && (word.length > 1 || /\d/.test(word)));
  return new Set((telling.length > 0 ? telling : words).map(stem));
}

/** Roughly: `appointments` and `appointment`, `wants` and `want` are one. */
function stem(word: string): string {
  return word.replace(/(?<=\p{L}{3})(?:ing|ed|es|en|er|s|n|e)+$/u, '').slice(0, 7);
}

/** How many stems two texts share. */
export function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let count = 0;
  for (const word of a) if (b.has(word)) count += 1;
  return count;
}

/** How alike two texts are, 0 to 1. */
export function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return a.size + b.size === 0 ? 0 : (2 * shared(a, b)) / (a.size + b.size);
}

/** Which of so many, always the same for the same text. */
export function choose<T>(list: readonly [T, ...T[]], seed: string): T {
  let sum = 0;
  for (let at = 0; at < seed.length; at += 1) sum = (sum * 31 + seed.charCodeAt(at)) >>> 0;
  return list[sum % list.length] ?? list[0];
}
