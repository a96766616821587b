import { distance } from 'fastest-levenshtein';

/** `. Did you mean x?` for a name that is close to a known one, else nothing. */
export function closest(name: string, known: readonly string[]): string {
  const best = known
    .map((candidate) => ({ candidate, edits: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .toSorted((a, b) => a.edits - b.edits)[0];
  return best && best.edits <= Math.max(2, name.length / 3) ? `. Did you mean ${best.candidate}?` : '';
}
