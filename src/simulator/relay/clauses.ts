/** Punctuation at which a voice takes a breath, with the quotes and brackets that close behind it, and space after it. */
const END_OF_CLAUSE = /[.,;:!?…]["'”’)\]]*(?=\s)/;

/** How much of a text can be spoken in one go: the first clause that is complete, or all of it when no more comes. */
export function clauseLength(text: string, isComplete: boolean): number {
  const end = END_OF_CLAUSE.exec(text);
  if (end !== null) return end.index + end[0].length;
  return isComplete ? text.length : 0;
}
